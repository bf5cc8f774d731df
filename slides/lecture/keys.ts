/// <reference lib="dom" />

/**
 * Gives the keys back to the presentation after a click with the mouse: while
 * a button or a field has the focus, arrows do not turn the page, and Space
 * presses the button again. Whoever uses the keyboard keeps the focus, and so
 * does a field for text.
 */
export function releaseFocusAfterClick(): void {
  addEventListener(
    "click",
    ({ detail }) => {
      // A key that presses a button counts as a click too, of no detail.
      if (detail === 0) return;
      requestAnimationFrame(() => {
        const focused = document.activeElement;
        if (focused instanceof HTMLElement && !takesText(focused))
          focused.blur();
      });
    },
    { capture: true },
  );
}

/**
 * Makes every shortcut of Slidev work under a Russian layout: a Cyrillic
 * letter becomes the Latin one of the same key. Text is left as it is typed,
 * and so are the browser's own combinations.
 */
export function understandRussianLayout(): void {
  for (const type of ["keydown", "keyup"] as const)
    addEventListener(type, asLatin, { capture: true });
}

function asLatin(event: KeyboardEvent): void {
  const { key, code, ctrlKey, metaKey, altKey, target } = event;
  const latin = latinKey(key, code);
  if (!latin || ctrlKey || metaKey || altKey) return;
  if (!(target instanceof HTMLElement) || takesText(target)) return;
  event.stopImmediatePropagation();
  const { type, shiftKey, repeat } = event;
  const translated = new KeyboardEvent(type, {
    key: latin,
    code,
    shiftKey,
    repeat,
    bubbles: true,
    cancelable: true,
    composed: true,
  });
  if (!target.dispatchEvent(translated)) event.preventDefault();
}

/**
 * The Latin letter on the key of a Cyrillic one, as on a PC keyboard.
 *
 * @param code such as "KeyO"
 * @returns undefined where there is nothing to translate
 * @see https://www.w3.org/TR/uievents-code/
 */
export function latinKey(key: string, code: string): string | undefined {
  if (!/^[а-яё]$/i.test(key)) return undefined;
  const latin =
    code === "Backquote" ? "`" : /^Key([A-Z])$/.exec(code)?.[1];
  return key === key.toLowerCase() ? latin?.toLowerCase() : latin;
}

function takesText(element: HTMLElement): boolean {
  return (
    element.isContentEditable ||
    element.matches(
      "textarea, select, input:not([type=radio], [type=checkbox], [type=range], [type=button])",
    )
  );
}
