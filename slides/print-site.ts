import { join } from "node:path";
import { createServer, resolveOptions } from "@slidev/cli";

/**
 * Serves a deck with Slidev's page for printing, which a built deck lacks and
 * which `slidev export` opens as well:
 * https://sli.dev/guide/exporting
 * One deck for each process: Slidev remembers the first one's folder.
 *
 * @param folder of slides.md
 */
export async function printSite(
  folder: string,
): Promise<{ address: string; close(): Promise<void> }> {
  const entry = join(folder, "slides.md");
  const server = await createServer(
    await resolveOptions({ entry }, "export"),
    {
      server: { port: 0, host: "127.0.0.1" },
      clearScreen: false,
      logLevel: "error",
    },
  );
  await server.listen();
  return {
    address: server.resolvedUrls!.local[0]!,
    close: () => server.close(),
  };
}
