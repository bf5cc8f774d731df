import type { Locator, Page } from "playwright-core";

type Role = "button" | "checkbox" | "radio" | "slider";

/**
 * Something the room may try on a slide, by the keyboard alone: what it
 * presses (the role and the beginning of the name; a slider's key), and what
 * the model has to say then.
 */
type Trial = [press: string, says: RegExp];

/** Trials of each model, one after the other; by the class of the model. */
const trials: Record<string, Trial[]> = {
  "script-reads": [
    ["button Запустить", /document\.cookie\s*→ ""/],
    // Another cookie: what the script has read is wiped out.
    ["checkbox HttpOnly", /document\.cookie\s*→ \?/],
    ["button Запустить", /document\.cookie\s*→ "session=/],
  ],
  "cross-site": [
    [
      "radio None, radio форма",
      /Браузер приложил[^]*200 · пропущено\s*CSRF удался/,
    ],
    ["checkbox Origin", /Браузер приложил[^]*403 · отказано/],
    [
      "checkbox Origin, radio Lax",
      /Браузер не приложил[^]*401 · отказано/,
    ],
    [
      "radio ссылка",
      /Браузер приложил[^]*200 · пропущено\s*Запрос от имени/,
    ],
    ["radio Strict", /Браузер не приложил[^]*форму входа/],
    ["radio None, checkbox Secure", /не сохранил[^]*не смог и войти/],
  ],
  stolen: [
    ["slider Home", /200 · вор внутри/],
    ["slider End", /401 · вору отказано\s*срок вышел/],
    ["checkbox каждый день", /200 · вор внутри/],
    ["radio вышел на", /401 · вору отказано\s*logout/],
  ],
  revocation: [
    ["button Отозвать", /401 · отказано\s*строки нет[^]*200 · пропущено/],
    [
      "checkbox список",
      /401 · отказано\s*строки нет[^]*401 · отказано\s*в списке/,
    ],
    [
      "checkbox список, radio 12:20",
      /401 · отказано\s*строки нет[^]*401 · отказано\s*exp прошёл/,
    ],
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
    for (const [press, says] of list) {
      try {
        for (const one of press.split(", ")) await pressed(model, one);
        await model
          .and(page.locator(".model", { hasText: says }))
          .waitFor({ timeout: 2000 });
      } catch {
        faults.push(
          `модель .${name}, нажато «${press}»: нет ${says}, а есть «${(await model.innerText()).replace(/\s+/g, " ")}»`,
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

async function pressed(model: Locator, press: string): Promise<void> {
  const [role, ...words] = press.split(" ");
  const name = words.join(" ");
  const isSlider = role === "slider";
  await model
    .getByRole(role as Role, isSlider ? {} : { name })
    .press(isSlider ? name : "Space", { timeout: 2000 });
}
