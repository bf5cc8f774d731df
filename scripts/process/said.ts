import type { Readable } from "node:stream";

/**
 * What a process has said when it has said this, or has ended.
 *
 * @param text to wait for
 */
export function whenSaid(
  { all }: { all: Readable },
  text: string,
): Promise<string> {
  return new Promise((resolve) => {
    let said = "";
    all.on("data", (chunk) => {
      said += chunk;
      if (said.includes(text)) resolve(said);
    });
    all.on("end", () => resolve(said));
  });
}
