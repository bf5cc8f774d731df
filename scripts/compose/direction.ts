import type { Finding } from "../report/finding.ts";
import type { Head } from "./head.ts";

/** The side that is right where git cannot tell. */
export type Side = "course" | "labs";

/** A composed file that is not what its source says. */
export type Copy = { target: string; content: Buffer };

/** Where the newer content goes; a finding where only a person can tell. */
export type Direction =
  | { to: "copies" }
  | { to: "source"; content: Buffer; from: string[] }
  | { to: "nobody"; finding: Finding };

/**
 * Tells the newer of a source and the copies that differ from it: the side
 * that has changed since the last commit while the other has not.
 *
 * @param stale copies that differ from their source; at least one
 * @param side right where the commit does not tell; undefined: ask
 */
export function directionOf(
  source: string,
  stale: Copy[],
  head: Head,
  side: Side | undefined,
): Direction {
  const edited = stale.filter(({ target }) => head.changed(target));
  const sourceChanged =
    head.changed(source) ||
    stale.some(({ target }) => head.sourceOf(target) !== source);
  if (head.known() && sourceChanged && edited.length === 0)
    return { to: "copies" };
  if (head.known() && !sourceChanged && edited.length === stale.length)
    return back(source, edited);
  if (side === "course") return { to: "copies" };
  const copies = edited.length > 0 ? edited : stale;
  if (side === "labs") return back(source, copies);
  return {
    to: "nobody",
    finding: {
      ...conflict(source, copies),
      what: unclear(head, sourceChanged && edited.length > 0),
      todo: "Соедините правки в одном из файлов и выберите его сторону: `pnpm compose --from course` или `pnpm compose --from labs`. Она решает только там, где не решил git.",
    },
  };
}

function unclear(head: Head, bothChanged: boolean): string {
  if (!head.known())
    return "различаются, а что новее, неизвестно: здесь нет ни одного коммита git";
  return bothChanged
    ? "изменены с последнего коммита и источник, и составленное из него"
    : "различаются уже в последнем коммите, и что новее, неизвестно";
}

/** The copies' content for their source, if they agree on one. */
function back(source: string, copies: Copy[]): Direction {
  const { content } = copies[0]!;
  if (copies.every((copy) => copy.content.equals(content))) {
    const from = copies.map(({ target }) => target);
    return { to: "source", content, from };
  }
  return {
    to: "nobody",
    finding: {
      ...conflict(source, copies),
      what: "изменены по-разному, а источник у них один",
      todo: "Соедините правки в одной копии, сделайте остальные такими же и выполните `pnpm compose`.",
    },
  };
}

function conflict(source: string, copies: Copy[]) {
  return {
    rule: "составление",
    places: [source, ...copies.map(({ target }) => target)],
  };
}
