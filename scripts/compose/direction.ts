import type { Finding } from "../report/finding.ts";
import type { Head } from "./head.ts";

/** The side that is right where git cannot tell. */
export type Side = "course" | "labs";

/** A composed file that is not what its source says. */
export type Copy = { target: string; content: Buffer };

/**
 * What a source and its copies are all to hold: the content of the side that
 * has changed since the last commit while the other has not.
 *
 * @param source its path and its content
 * @param stale copies that differ from it; at least one
 * @param copyCount how many copies it has
 * @param side right where the commit does not tell; undefined: ask
 * @returns a finding where only a person can tell
 */
export function newest(
  source: { path: string; content: Buffer },
  stale: Copy[],
  copyCount: number,
  head: Head,
  side: Side | undefined,
): Buffer | Finding {
  const edited = stale.filter(({ target }) => head.changed(target));
  const sourceChanged =
    head.changed(source.path) ||
    stale.some(({ target }) => head.sourceOf(target) !== source.path);
  if (head.known() && sourceChanged && edited.length === 0)
    return source.content;
  if (head.known() && !sourceChanged && edited.length === stale.length)
    return common(source.path, edited);
  // Both have changed. Copies that are like their changed source, or all like
  // one another, were composed since: what differs from them is newer.
  if (head.known() && isAlike(stale) && edited.length === stale.length) {
    if (stale.length < copyCount) return stale[0]!.content;
    if (copyCount > 1) return source.content;
  }
  if (side === "course") return source.content;
  const copies = edited.length > 0 ? edited : stale;
  if (side === "labs") return common(source.path, copies);
  return conflict(
    source.path,
    copies,
    !head.known()
      ? "различаются, а что новее, неизвестно: здесь нет ни одного коммита git"
      : sourceChanged && edited.length > 0
        ? "изменены с последнего коммита и источник, и составленное из него"
        : "различаются уже в последнем коммите, и что новее, неизвестно",
    "Соедините правки в одном из файлов и выберите его сторону: `pnpm compose --from course` или `pnpm compose --from labs`. Она решает только там, где не решил git.",
  );
}

/** What the copies hold, if it is the same in all of them. */
function common(source: string, copies: Copy[]): Buffer | Finding {
  if (isAlike(copies)) return copies[0]!.content;
  return conflict(
    source,
    copies,
    "изменены по-разному, а источник у них один",
    "Соедините правки в одной копии, сделайте остальные такими же и выполните `pnpm compose`.",
  );
}

function isAlike(copies: Copy[]): boolean {
  return copies.every(({ content }) => content.equals(copies[0]!.content));
}

function conflict(
  source: string,
  copies: Copy[],
  what: string,
  todo: string,
): Finding {
  const places = [source, ...copies.map(({ target }) => target)];
  return { rule: "составление", places, what, todo };
}
