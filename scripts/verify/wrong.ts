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
import type { Finding } from "../report/finding.ts";
import type { Sandbox } from "./sandbox.ts";

/** An answer that looks right and is not; a test must refuse it. */
type WrongAnswer = {
  /** The test that refuses it. */
  test: string;
  /** The step's solution with this answer in its place. */
  files: Files;
};

/**
 * Reads a wrong answer: a patch against the step's solution, as git writes
 * it, below a head like a commit's. Puts what it changes into the sandbox.
 *
 * @param sandbox the verification's folder
 * @param step such as "bauth04"
 * @param name of the patch, without ".patch"
 * @param solution files of the step's solution
 * @returns its place, from the root; and the answer, or what keeps it from
 *   being tried
 */
export function wrongAnswer(
  { root, folder: sandbox }: Pick<Sandbox, "root" | "folder">,
  step: string,
  name: string,
  solution: Files,
): { place: string } & (WrongAnswer | { findings: Finding[] }) {
  const place = `course/${step}/wrong/${name}.patch`;
  const refuse = (what: string, todo: string) => ({
    place,
    findings: [{ rule: "неверный ответ", places: [place], what, todo }],
  });

  const text = readFileSync(join(root, place), "utf8");
  const start = text.search(/^diff --git /m);
  const renew = `Внесите ответ в solutions/${step} (что ещё подходит, внесёт \`git apply --reject --directory=solutions/${step} ${place}\`) и запишите патч заново: «Author» в README.md.`;
  if (start < 0) return refuse("патч ничего не меняет", renew);

  const { title, why, test } = headOf(text.slice(0, start));
  const form =
    "Шапка патча — как у коммита: что это за ответ; почему так пишут; Refused-by: имя теста. Между ними — пустые строки.";
  if (!title) return refuse("в первой строке нет названия", form);
  if (!why) return refuse("не сказано, почему так пишут", form);
  if (!test) return refuse("нет строки «Refused-by: имя теста»", form);

  try {
    const folder = join(sandbox, "patched", step, name);
    const files = patched(solution, text.slice(start), folder);
    return { place, test, files };
  } catch (error) {
    const { message } = error as Error;
    return refuse(`не применяется к solutions/${step}: ${message}`, renew);
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
 * @param folder takes the files that the patch changes
 * @throws Error that says in Russian what does not fit
 */
function patched(solution: Files, patch: string, folder: string): Files {
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
    const content = applyPatch(
      old ? readFileSync(old, "utf8") : "",
      change,
    );
    if (content === false) throw Error(`${path} стал другим`);

    if (isDelete || isRename) files.delete(from);
    if (isDelete) continue;
    mkdirSync(dirname(join(folder, to)), { recursive: true });
    writeFileSync(join(folder, to), content);
    files.set(to, join(folder, to));
  }
  return files;
}

/** Names of a step's wrong answers. */
export function wrongNames(root: string, step: string): string[] {
  const folder = join(root, "course", step, "wrong");
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((file) => file.endsWith(".patch"))
    .map((file) => file.slice(0, -".patch".length))
    .sort();
}
