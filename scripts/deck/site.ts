import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { execa } from "execa";
import sirv from "sirv";
import { root } from "../course/steps.ts";

/**
 * Runs Slidev for a deck.
 *
 * @param folder of slides.md
 * @param command such as "build"
 * @param options of the command, such as "--base", "/lecture/"
 * @returns whether it failed, and everything that it said
 */
export async function slidev(
  folder: string,
  command: "build" | "export",
  ...options: string[]
): Promise<{ failed: boolean; all: string }> {
  return await execa("slidev", [command, "slides.md", ...options], {
    cwd: folder,
    // Slidev is a package of slides/, also for a deck that lies elsewhere.
    preferLocal: true,
    localDir: join(root, "slides"),
    stdin: "ignore",
    all: true,
    reject: false,
  });
}

/** A site that answers on this machine only. */
export type Site = {
  /** Such as "http://127.0.0.1:41823/lecture/". */
  address: string;
  close(): Promise<void>;
};

/**
 * Serves a folder of static files, as a web host does.
 *
 * @param folder what `slidev build` has written
 * @param base the path under which it was built, such as "/lecture/"
 */
export async function serve(folder: string, base: string): Promise<Site> {
  const files = sirv(folder);
  const server = createServer((request, response) => {
    const missing = () => void response.writeHead(404).end();
    if (!request.url?.startsWith(base)) return missing();
    request.url = request.url.slice(base.length - 1);
    files(request, response, missing);
  });
  await new Promise<void>((done) =>
    server.listen(0, "127.0.0.1", () => done()),
  );
  const { port } = server.address() as AddressInfo;
  return {
    address: `http://127.0.0.1:${port}${base}`,
    close: () =>
      new Promise((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
}
