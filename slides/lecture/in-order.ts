/// <reference lib="dom" />

/** Where the dev server takes the state that Slidev's windows share. */
const address = "/@server-reactive/nav";

/**
 * Tells the dev server one state after the other. Slidev sends the whole state
 * with each step and each move of the mouse, without waiting: of two that are
 * on their way the older may arrive last, and would undo the newer for
 * everybody. Of those that wait only the newest counts.
 *
 * @see https://github.com/antfu/vite-plugin-vue-server-ref sends with `fetch`
 */
export function tellStatesInOrder(): void {
  const send = window.fetch.bind(window);
  let newest: RequestInit | undefined;
  let isTelling = false;

  async function tell() {
    isTelling = true;
    while (newest) {
      const state = newest;
      newest = undefined;
      // The network may come back: the next state is told again.
      await send(address, state).catch(() => {});
    }
    isTelling = false;
  }

  window.fetch = async (input, init) => {
    if (input !== address) return send(input, init);
    newest = init;
    if (!isTelling) void tell();
    return new Response();
  };
}
