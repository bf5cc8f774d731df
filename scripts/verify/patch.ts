import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { applyPatch, parsePatch } from "diff";
import type { Files } from "../course/files.ts";

/**
 * A solution with a patch applied.
 *
 * @param patch as git writes it
 * @param copies folder that takes the files which the patch changes
 * @throws Error that says in Russian what does not fit
 */
export function patched(
  solution: Files,
  patch: string,
  copies: string,
): Files {
  const files = new Map(solution);
  for (const change of parsePatch(patch)) {
    const { isCreate, isDelete, isRename } = change;
    const from = change.oldFileName!.replace(/^a\//, "");
    const to = change.newFileName!.replace(/^b\//, "");
    const path = isCreate ? to : from;
    if (path.startsWith("tests/"))
      throw Error(`${path} — тест, он не меняется`);
    const old = solution.get(path);
    if (isCreate && old) throw Error(`${path} уже есть`);
    if (!isCreate && !old) throw Error(`${path} нет`);
    const before = old ? readFileSync(old, "utf8") : "";
    const content = applyPatch(before, change);
    if (content === false) throw Error(`${path} стал другим`);

    if (isDelete || isRename) files.delete(from);
    if (isDelete || (files.get(to) === old && content === before))
      continue;
    mkdirSync(dirname(join(copies, to)), { recursive: true });
    writeFileSync(join(copies, to), content);
    files.set(to, join(copies, to));
  }
  return files;
}
