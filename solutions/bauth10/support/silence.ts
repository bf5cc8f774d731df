import { once } from "node:events";
import { type AddressInfo, createServer } from "node:net";
import { vi } from "vitest";
import { restartedWith } from "./app.ts";

/** In PostgreSQL's words: you are in, and I am ready. */
const WELCOME = Buffer.from("R\0\0\0\b\0\0\0\0Z\0\0\0\u0005I", "latin1");

/**
 * Runs something while the database takes every query and answers none.
 * Nobody waits: as soon as it has been asked, 15 seconds pass at once.
 * @param run what to do; import the application's modules in here
 * @returns what came of it; undefined when it is still waiting
 */
export async function whileDatabaseIsSilent<Result>(
  run: () => Promise<Result>,
): Promise<Result | undefined> {
  let hear: () => void;
  const asked = new Promise<void>((resolve) => (hear = resolve));
  const server = createServer((socket) => {
    socket.once("data", () => {
      socket.write(WELCOME);
      socket.on("data", () => hear());
    });
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  const { port } = server.address() as AddressInfo;
  const settings = {
    DATABASE_URL: `postgres://nobody@127.0.0.1:${port}/nothing`,
  };
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  try {
    return await restartedWith(settings, async () => {
      const result = run();
      await Promise.race([asked, result]);
      vi.advanceTimersByTime(15_000);
      vi.useRealTimers();
      const waiting = new Promise<undefined>((resolve) =>
        setTimeout(resolve, 100),
      );
      return Promise.race([result, waiting]);
    });
  } finally {
    vi.useRealTimers();
    server.close();
  }
}
