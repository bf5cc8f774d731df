import { sharedState, useNav } from "@slidev/client";

/**
 * Takes the presenter's cursor off the viewers' slides when there is none:
 * Slidev misses a mouse that leaves the window without touching anything else,
 * and its dev server hands a cursor of the past to windows opened later.
 */
export function forgetCursor(): void {
  const { isPresenter, router } = useNav();
  document.documentElement.addEventListener("mouseleave", () => {
    if (isPresenter.value) sharedState.cursor = undefined;
  });
  void router.isReady().then(() => {
    if (!isPresenter.value)
      keepingToItself(() => (sharedState.cursor = undefined));
  });
}

/**
 * Changes the state of this window alone.
 *
 * @see https://github.com/antfu/vite-plugin-vue-server-ref $syncUp is how the
 *   dev server's state is told not to send; the published site has none
 */
function keepingToItself(change: () => void): void {
  if (!("$syncUp" in sharedState)) return;
  sharedState.$syncUp = false;
  change();
  sharedState.$syncUp = true;
}
