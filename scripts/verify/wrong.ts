import {
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { applyPatch, parsePatch } from "diff";
import type { Files } from "../course/files.ts";
import type { Sandbox } from "./sandbox.ts";
import type { Verdict } from "./verdict.ts";

/** An answer that looks right and is not; a test must refuse it. */
export type WrongAnswer = {
  /** From the root, such as "course/bauth04/wrong/role-from-client.patch". */
  place: string;
  /** The test that refuses it. */
  test: string;
  /** The step's solution with this answer in its place. */
  files: Files;
  /** What keeps it from being tried; then nothing else is known of it. */
  problems: Verdict;
};

/**
 * Reads a step's wrong answers: each a patch against its solution, as git
 * writes it, below a head like a commit's. Puts what they change into the
 * sandbox.
 *
 * @param sandbox the verification's folder
 * @param step such as "bauth04"
 * @param solution files of the step's solution
 */
export function wrongAnswers(
  { root, folder }: Pick<Sandbox, "root" | "folder">,
  step: string,
  solution: Files,
): WrongAnswer[] {
  const home = `course/${step}/wrong`;
  if (!existsSync(join(root, home))) return [];
  return readdirSync(join(root, home))
    .filter((file) => file.endsWith(".patch"))
    .sort()
    .map((file) => {
      const place = `${home}/${file}`;
      const text = readFileSync(join(root, place), "utf8");
      const copies = join(folder, "patched", step, file);
      return { place, ...answerOf(text, place, step, solution, copies) };
    });
}

function answerOf(
  text: string,
  place: string,
  step: string,
  solution: Files,
  copies: string,
): Omit<WrongAnswer, "place"> {
  const refuse = (what: string, todo: string) => ({
    test: "",
    files: new Map(),
    problems: [{ what, todo }],
  });
  const folder = `solutions/${step}`;
  const renew = `Внесите ответ в ${folder} (что ещё подходит, внесёт \`git apply --reject --directory=${folder} ${place}\`), запишите под шапку патча то, что покажет \`git diff --relative=${folder}\`, и верните решение: \`git restore ${folder}\`.`;
  const start = text.search(/^diff --git /m);
  if (start < 0) return refuse("патч ничего не меняет", renew);

  const { title, why, test } = headOf(text.slice(0, start));
  const form =
    "Шапка патча — как у коммита: что это за ответ; почему так пишут; Refused-by: имя теста. Между ними — пустые строки.";
  if (!title) return refuse("в первой строке нет названия", form);
  if (!why) return refuse("не сказано, почему так пишут", form);
  if (!test) return refuse("нет строки «Refused-by: имя теста»", form);

  try {
    const files = patched(solution, text.slice(start), copies);
    const isSame =
      files.size === solution.size &&
      [...files].every(([path, from]) => solution.get(path) === from);
    return isSame
      ? refuse("патч ничего не меняет", renew)
      : { test, files, problems: [] };
  } catch (error) {
    const { message } = error as Error;
    return refuse(`не применяется к ${folder}: ${message}`, renew);
  }
}

/** The parts of a patch's head; undefined or empty when they are missing. */
function headOf(head: string) {
  const trailer = /^Refused-by:(.*)$/m;
  const [title, why] = head
    .replace(trailer, "")
    .trim()
    .split(/\n\s*\n/);
  return { title, why, test: trailer.exec(head)?.[1]?.trim() };
}

/**
 * A solution with a patch applied.
 *
 * @param copies folder that takes the files which the patch changes
 * @throws Error that says in Russian what does not fit
 */
function patched(solution: Files, patch: string, copies: string): Files {
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
