/** A piece of code on a slide, as its author wrote it there. */
export type Block =
  /** `<<< path#region` */
  | { kind: "import"; path: string; region: string | undefined }
  /** A fence with code typed in. */
  | { kind: "typed"; language: string; text: string }
  /** A frame of code that changes in place. */
  | { kind: "frame"; language: string; text: string };

/**
 * The code blocks of a slide, in order.
 *
 * The syntax: https://sli.dev/features/import-snippet and
 * https://sli.dev/features/shiki-magic-move
 *
 * @param markdown text of the slide
 */
export function blocksOf(markdown: string): Block[] {
  const blocks: Block[] = [];
  const lines = markdown.split(/\r?\n/);
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at]!;
    const imported = importOf(line);
    if (imported) blocks.push(imported);
    const fence = /^\s*(`{3,}|~{3,})\s*(.*)$/.exec(line);
    if (!fence) continue;
    const [, mark, info] = fence as unknown as [string, string, string];
    const end = lines.findIndex(
      (other, index) => index > at && other.trim() === mark,
    );
    const inside = lines.slice(at + 1, end === -1 ? undefined : end);
    if (/^(md|markdown) magic-move\b/.test(info))
      blocks.push(...blocksOf(inside.join("\n")).map(asFrame));
    else
      blocks.push({
        kind: "typed",
        language: /^[\w-]*/.exec(info)![0].toLowerCase(),
        text: inside.join("\n"),
      });
    if (end === -1) break;
    at = end;
  }
  return blocks;
}

function importOf(line: string): Block | undefined {
  // As Slidev reads it: path, region, language, steps.
  const found = /^\s*<<<[ \t]*(\S.*?)(?:#([\w-]+))?(?:[ \t].*)?$/.exec(
    line,
  );
  return (found?.[1] && {
    kind: "import",
    path: found[1],
    region: found[2],
  }) as Block | undefined;
}

function asFrame(block: Block): Block {
  return block.kind === "typed" ? { ...block, kind: "frame" } : block;
}
