import type { Locator, Page } from "playwright-core";

type Role = "button" | "checkbox" | "radio" | "slider";

/** Something the room may try on a slide, by the keyboard alone. */
type Trial = {
  /** What is pressed: its role, its name, and the key unless it is Space. */
  press: [role: Role, name: string, key?: string][];
  /** What the model has to say then. */
  says: RegExp;
};

/** Trials of each model, one after the other; by the class of the model. */
const trials: Record<string, Trial[]> = {
  "script-reads": [
    {
      press: [["button", "Запустить"]],
      says: /document\.cookie\s*→ ""/,
    },
    // Another cookie: what the script has read is wiped out.
    {
      press: [["checkbox", "HttpOnly"]],
      says: /document\.cookie\s*→ \?/,
    },
    {
      press: [["button", "Запустить"]],
      says: /document\.cookie\s*→ "session=/,
    },
  ],
  "cross-site": [
    {
      press: [
        ["radio", "None"],
        ["radio", "форма"],
      ],
      says: /Браузер приложил[^]*✕ 200\s*CSRF удался/,
    },
    {
      press: [["checkbox", "Origin"]],
      says: /Браузер приложил[^]*✓ 403/,
    },
    {
      press: [
        ["checkbox", "Origin"],
        ["radio", "Lax"],
      ],
      says: /Браузер не приложил[^]*✓ 401/,
    },
    {
      press: [["radio", "ссылка"]],
      says: /Браузер приложил[^]*✓ 200\s*Запрос от имени/,
    },
    {
      press: [["radio", "Strict"]],
      says: /Браузер не приложил[^]*форму входа/,
    },
    {
      press: [
        ["radio", "None"],
        ["checkbox", "Secure"],
      ],
      says: /не сохранил/,
    },
  ],
  stolen: [
    { press: [["slider", "", "Home"]], says: /✕ 200/ },
    { press: [["slider", "", "End"]], says: /✓ 401\s*срок вышел/ },
    { press: [["checkbox", "каждый день"]], says: /✕ 200/ },
    { press: [["radio", "вышел на"]], says: /✓ 401\s*logout/ },
  ],
  revocation: [
    {
      press: [["button", "Отозвать"]],
      says: /✓ 401\s*строки нет[^]*✕ 200/,
    },
    {
      press: [["checkbox", "список"]],
      says: /✓ 401\s*строки нет[^]*✓ 401\s*в списке/,
    },
    {
      press: [
        ["checkbox", "список"],
        ["radio", "12:20"],
      ],
      says: /✓ 401\s*строки нет[^]*✓ 401\s*exp прошёл/,
    },
  ],
};

/**
 * Tries every model on the slide that is on the screen, and gives the keys
 * back to the presentation.
 *
 * @param no number of the slide
 * @param judge is called after each trial that went well
 * @returns what a model did not do, in Russian
 */
export async function modelFaults(
  page: Page,
  no: number,
  judge: () => Promise<unknown>,
): Promise<string[]> {
  const faults: string[] = [];
  for (const [name, list] of Object.entries(trials)) {
    const model = page.locator(`[data-slidev-no="${no}"] .model.${name}`);
    if ((await model.count()) === 0) continue;
    for (const { press, says } of list) {
      try {
        await pressed(model, press);
        await model
          .and(page.locator(".model", { hasText: says }))
          .waitFor({ timeout: 2000 });
      } catch {
        faults.push(
          `модель .${name}, нажато ${press.map(([, name, key]) => `«${name || key}»`).join(", ")}: нет ${says}, а есть «${(await model.innerText()).replace(/\s+/g, " ")}»`,
        );
        break;
      }
      await judge();
    }
  }
  await page.evaluate(() => {
    (document.activeElement as HTMLElement | null)?.blur();
  });
  return faults;
}

async function pressed(
  model: Locator,
  press: Trial["press"],
): Promise<void> {
  for (const [role, name, key = "Space"] of press)
    await model
      .getByRole(role, name ? { name } : {})
      .press(key, { timeout: 2000 });
}
