/// <reference lib="dom" />

/**
 * Gives the keys back to the presentation after a click with the mouse: while
 * a button or a field has the focus, arrows do not change slides. Whoever uses
 * the keyboard keeps the focus.
 */
export function blurAfterClick({ detail }: MouseEvent): void {
  if (detail === 0) return;
  requestAnimationFrame(() => {
    if (document.activeElement instanceof HTMLElement)
      document.activeElement.blur();
  });
}
