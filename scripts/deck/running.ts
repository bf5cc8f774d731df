import { execa } from "execa";
import getPort from "get-port";
import { vi } from "vitest";
import { root } from "../course/steps.ts";

/**
 * Runs the lecture as `npm start` does once everything is installed, for tests.
 *
 * @param options of `npm start`
 * @returns where it answers, what it has said on the terminal so far, and how
 *   to end it
 */
export async function runDeck(...options: string[]) {
  const port = await getPort();
  const deck = execa(
    "node",
    ["scripts/start.ts", "--port", String(port), ...options],
    {
      cwd: root,
      env: { GITHUB_REPOSITORY: "owner/course" },
      reject: false,
      stdin: "ignore",
    },
  );
  const said: string[] = [];
  deck.stdout.on("data", (text) => said.push(String(text)));
  const address = `http://localhost:${port}/`;
  await vi.waitFor(
    async () => {
      const { status } = await fetch(address);
      if (status !== 200) throw new Error(`${address}: ${status}`);
    },
    { timeout: 60_000, interval: 500 },
  );
  return {
    address,
    said: () => said.join(""),
    end: async () => {
      deck.kill();
      await deck;
    },
  };
}
