import type { Locator, Page } from "playwright-core";

/** Something the room may try on a slide, by the keyboard alone. */
type Trial = {
  what: string;
  act: (model: Locator) => Promise<void>;
  /** What the model has to say then. */
  says: RegExp;
};

/** Trials of each model, one after the other; by the class of the model. */
const trials: Record<string, Trial[]> = {
  "script-reads": [
    {
      what: "скрипт при HttpOnly",
      act: (model) => press(model, "button", "Запустить"),
      says: /document\.cookie\s*→ ""/,
    },
    {
      what: "другая cookie — результат стёрт",
      act: (model) => press(model, "checkbox", "HttpOnly"),
      says: /document\.cookie\s*→ \?/,
    },
    {
      what: "скрипт без HttpOnly",
      act: (model) => press(model, "button", "Запустить"),
      says: /document\.cookie\s*→ "session=/,
    },
  ],
  "cross-site": [
    {
      what: "форма, None",
      act: async (model) => {
        await press(model, "radio", "None");
        await press(model, "radio", "форма");
      },
      says: /Браузер приложил[^]*✕ 200\s*CSRF удался/,
    },
    {
      what: "форма, None, сервер проверяет Origin",
      act: (model) => press(model, "checkbox", "Origin"),
      says: /Браузер приложил[^]*✓ 403/,
    },
    {
      what: "форма, Lax",
      act: async (model) => {
        await press(model, "checkbox", "Origin");
        await press(model, "radio", "Lax");
      },
      says: /Браузер не приложил[^]*✓ 401/,
    },
    {
      what: "ссылка, Lax",
      act: (model) => press(model, "radio", "ссылка"),
      says: /Браузер приложил[^]*✓ 200\s*Запрос от имени/,
    },
    {
      what: "ссылка, Strict",
      act: (model) => press(model, "radio", "Strict"),
      says: /Браузер не приложил[^]*форму входа/,
    },
    {
      what: "None без Secure",
      act: async (model) => {
        await press(model, "radio", "None");
        await press(model, "checkbox", "Secure");
      },
      says: /не сохранил/,
    },
  ],
  stolen: [
    {
      what: "до истечения",
      act: (model) => press(model, "slider", "", "Home"),
      says: /✕ 200/,
    },
    {
      what: "после истечения",
      act: (model) => press(model, "slider", "", "End"),
      says: /✓ 401\s*срок вышел/,
    },
    {
      what: "вор заходит каждый день",
      act: (model) => press(model, "checkbox", "каждый день"),
      says: /✕ 200/,
    },
    {
      what: "после logout",
      act: (model) => press(model, "radio", "вышел на"),
      says: /✓ 401\s*logout/,
    },
  ],
  revocation: [
    {
      what: "отозвано",
      act: (model) => press(model, "button", "Отозвать"),
      says: /✓ 401\s*строки нет[^]*✕ 200/,
    },
    {
      what: "отозвано, есть список",
      act: (model) => press(model, "checkbox", "список"),
      says: /✓ 401\s*строки нет[^]*✓ 401\s*в списке/,
    },
    {
      what: "отозвано, exp прошёл",
      act: async (model) => {
        await press(model, "checkbox", "список");
        await press(model, "radio", "12:20");
      },
      says: /✓ 401\s*строки нет[^]*✓ 401\s*exp прошёл/,
    },
  ],
};

/**
 * Tries every model on the slide that is on the screen, and gives the keys
 * back to the presentation.
 *
 * @param no number of the slide
 * @param look is called after each trial that went well
 * @returns what a model did not do, in Russian
 */
export async function modelFaults(
  page: Page,
  no: number,
  look: () => Promise<void>,
): Promise<string[]> {
  const faults: string[] = [];
  for (const [name, list] of Object.entries(trials)) {
    const model = page.locator(`[data-slidev-no="${no}"] .model.${name}`);
    if ((await model.count()) === 0) continue;
    for (const { what, act, says } of list) {
      try {
        await act(model);
        await model
          .and(page.locator(".model", { hasText: says }))
          .waitFor({ timeout: 2000 });
      } catch {
        faults.push(
          `модель .${name}, «${what}»: нет ${says}, а есть «${(await model.innerText()).replace(/\s+/g, " ")}»`,
        );
        break;
      }
      await look();
    }
  }
  await page.evaluate(() => {
    (document.activeElement as HTMLElement | null)?.blur();
  });
  return faults;
}

async function press(
  model: Locator,
  role: "button" | "checkbox" | "radio" | "slider",
  name: string,
  key = "Space",
): Promise<void> {
  await model
    .getByRole(role, name ? { name } : {})
    .press(key, { timeout: 2000 });
}
