import { createHash } from "node:crypto";
import { config, styles } from "./look.ts";
import { mermaidVersion } from "./mermaid.ts";

/**
 * What a drawing is made of: its source, the look of all drawings and the
 * program that draws, as one short word.
 */
export function stampOf(source: string): string {
  return createHash("sha256")
    .update(
      JSON.stringify([
        source.replaceAll("\r\n", "\n"),
        styles.replaceAll("\r\n", "\n"),
        config,
        mermaidVersion,
      ]),
    )
    .digest("hex")
    .slice(0, 16);
}
