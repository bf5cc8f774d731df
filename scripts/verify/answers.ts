import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import type { Files } from "../course/files.ts";
import { patched } from "./patch.ts";
import type { Sandbox } from "./sandbox.ts";
import type { Verdict } from "./verdict.ts";

/**
 * Answers that are kept: wrong ones that look right, which a test must
 * refuse, and right ones that look different, which all tests must accept.
 */
export type Kind = "wrong" | "right";

/** Another answer than the step's solution. */
export type Answer = {
  /** From the root, such as "course/bauth04/wrong/role-from-client.patch". */
  place: string;
  /** The test that refuses it; empty of a right one. */
  test: string;
  /** What a student should read who answers so; empty of a right one. */
  help: string;
  /** The step's solution with this answer in its place. */
  files: Files;
  /** What keeps it from being tried; then nothing else is known of it. */
  problems: Verdict;
};

/**
 * Reads a step's answers of a kind: each a patch against its solution, as git
 * writes it, below a head like a commit's. Puts what they change into the
 * sandbox.
 *
 * @param sandbox the verification's folder
 * @param step such as "bauth04"
 * @param solution files of the step's solution
 */
export function answersOf(
  kind: Kind,
  { root, folder }: Pick<Sandbox, "root" | "folder">,
  step: string,
  solution: Files,
): Answer[] {
  const home = `course/${step}/${kind}`;
  if (solution.size === 0 || !existsSync(join(root, home))) return [];
  return readdirSync(join(root, home))
    .filter((file) => file.endsWith(".patch"))
    .sort()
    .map((file) => {
      const place = `${home}/${file}`;
      const text = readFileSync(join(root, place), "utf8");
      const copies = join(folder, "patched", step, kind, file);
      const start = text.search(/^diff --git /m);
      const head = headOf(text.slice(0, Math.max(start, 0)));
      const { files, problem } =
        start < 0
          ? { files: solution, problem: "патч ничего не меняет" }
          : triedOn(solution, text.slice(start), copies, step);
      const problems = problem
        ? [{ what: problem, todo: renewal(place, step) }]
        : formProblems(kind, head);
      return { place, test: head.test, help: head.help, files, problems };
    });
}

/** The parts of a patch's head; empty when they are missing. */
function headOf(text: string) {
  const trailers = new Map<string, string>();
  // What goes on over several lines begins each of them with a space.
  const body = text.replace(
    /^(Refused-by|Help):(.*(?:\n .*)*)$/gm,
    (_, name: string, value: string) => {
      trailers.set(name, value.trim().replace(/\s*\n\s*/g, " "));
      return "";
    },
  );
  const [title = "", why = ""] = body.trim().split(/\n\s*\n/);
  return {
    title,
    why,
    test: trailers.get("Refused-by") ?? "",
    help: trailers.get("Help") ?? "",
  };
}

/** What a head lacks: the first thing is enough. */
function formProblems(
  kind: Kind,
  { title, why, test, help }: ReturnType<typeof headOf>,
): Verdict {
  const isWrong = kind === "wrong";
  const [what] = [
    !title && "в первой строке нет названия",
    !why &&
      (isWrong
        ? "не сказано, почему так пишут"
        : "не сказано, почему так тоже верно"),
    isWrong && !test && "нет строки «Refused-by: имя теста»",
    isWrong && !help && "нет строки «Help: что прочтёт студент»",
    !isWrong &&
      (test || help) &&
      "у верного ответа нет строк Refused-by и Help",
  ].filter((problem) => typeof problem === "string");
  const trailers =
    "; Refused-by: имя теста; Help: одно-два предложения студенту, без готового ответа (каждая следующая строка — с пробела)";
  const todo = `Шапка патча — как у коммита: что это за ответ; почему ${isWrong ? `так пишут${trailers}` : "он тоже верен"}. Между частями — пустые строки.`;
  return what ? [{ what, todo }] : [];
}

function triedOn(
  solution: Files,
  patch: string,
  copies: string,
  step: string,
): { files: Files; problem?: string } {
  try {
    const files = patched(solution, patch, copies);
    const isSame =
      files.size === solution.size &&
      [...files].every(([path, from]) => solution.get(path) === from);
    return {
      files,
      problem: isSame ? "патч ничего не меняет" : undefined,
    };
  } catch (error) {
    const { message } = error as Error;
    const problem = `не применяется к solutions/${step}: ${message}`;
    return { files: solution, problem };
  }
}

/** How a patch that changes nothing, or does not fit any more, is made anew. */
function renewal(place: string, step: string): string {
  const folder = `solutions/${step}`;
  return `Внесите ответ в ${folder} (что ещё подходит, внесёт \`git apply --reject --directory=${folder} ${place}\`), запишите под шапку патча то, что покажет \`git diff --relative=${folder}\`, и верните решение: \`git restore ${folder}\`.`;
}
