import {
  accessSync,
  constants,
  existsSync,
  lstatSync,
  readdirSync,
} from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import type { Files } from "../course/files.ts";

/** What somebody handed in for one lab. */
export type Submission = {
  student: string;
  /** Such as "bauth04"; undefined where nothing tells. */
  lab: string | undefined;
  folder: string;
};

/** What is taken of a submission; everything else is the course's own. */
const TAKEN = ["src", "drizzle"];

/** A lab has a hundred files and 250 kB; drizzle's snapshots are the largest. */
const MOST_FILES = 1_000;
const MOST_BYTES = 5_000_000;

/**
 * Finds what there is to grade: a lab's folder is one submission, and any
 * other folder holds students, with a lab or a folder of labs each.
 *
 * @param path of a folder
 * @param lab which lab all of them are, if not told by their folders
 */
export function findSubmissions(path: string, lab?: string): Submission[] {
  const top = resolve(path);
  if (isLab(top)) return [submissionIn(top, lab)];
  return foldersIn(top).flatMap((student): Submission[] => {
    if (isLab(student)) return [submissionIn(student, lab)];
    const labs = openable(student)
      ? foldersIn(student).filter(
          (folder) => isLab(folder) || isNamedLikeLab(folder),
        )
      : [];
    return labs.length > 0
      ? labs.map((folder) => ({
          student: basename(student),
          lab: lab ?? labOf(folder),
          folder,
        }))
      : // Somebody who handed in nothing is named, too.
        [
          {
            student: basename(student),
            lab: lab ?? named(student),
            folder: student,
          },
        ];
  });
}

function submissionIn(folder: string, lab?: string): Submission {
  // ivanov/bauth04 is a lab of Ivanov's.
  const named = isNamedLikeLab(folder) ? dirname(folder) : folder;
  return { student: basename(named), lab: lab ?? labOf(folder), folder };
}

function isLab(folder: string): boolean {
  return [...TAKEN, "tests", "package.json"].some((name) =>
    existsSync(join(folder, name)),
  );
}

function openable(folder: string): boolean {
  try {
    accessSync(folder, constants.R_OK | constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function foldersIn(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter(
      (entry) =>
        entry.isDirectory() &&
        !/^(\.|node_modules$|__MACOSX$)/.test(entry.name),
    )
    .map(({ name }) => join(folder, name))
    .sort();
}

/** By the folder's name, else by the last step whose tests are there. */
function labOf(folder: string): string | undefined {
  const tests = join(folder, "tests");
  return (
    named(folder) ??
    (existsSync(tests) && lstatSync(tests).isDirectory()
      ? readdirSync(tests)
          .flatMap(
            (name) => /^(bauth\d\d)\.test\.ts$/.exec(name)?.[1] ?? [],
          )
          .sort()
          .at(-1)
      : undefined)
  );
}

function named(folder: string): string | undefined {
  return /bauth\d\d(?!\d)/.exec(basename(folder))?.[0];
}

function isNamedLikeLab(folder: string): boolean {
  return /^bauth\d\d$/.test(basename(folder));
}

/** What a submission brings to its run. */
export type HandedIn = {
  /** Path in the lab → where the content stands. */
  files: Files;
  /** Whether it is a whole lab, in which a missing file was deleted. */
  isWhole: boolean;
  /** What was left out, in Russian. */
  notes: string[];
};

/** A submission that cannot be graded as it is; the message is Russian. */
export class UnfitSubmission extends Error {}

/**
 * Reads which files a submission brings. Only plain files count: a link could
 * lead out of it, a pipe would never end.
 *
 * @throws UnfitSubmission when it is too large, or cannot be read
 */
export function handedIn(folder: string): HandedIn {
  const files: Files = new Map();
  const notes: string[] = [];
  let bytes = 0;
  let entries = 0;
  const look = (inside: string) => {
    for (const entry of readdirSync(join(folder, inside), {
      withFileTypes: true,
    })) {
      const path = `${inside}/${entry.name}`;
      const file = join(folder, path);
      entries += 1;
      // Notes of Finder and of editors, as support/student/work.ts sees it.
      if (entry.name.startsWith(".")) continue;
      // Archives from Windows may have names in its old encodings.
      if (entry.name.includes("\ufffd")) {
        notes.push(`${path} — имя не в UTF-8: не взято`);
      } else if (entry.name === "node_modules") {
        notes.push(`${path} — свои пакеты: не взято`);
      } else if (entry.isDirectory()) {
        look(path);
      } else if (entry.isFile()) {
        accessSync(file, constants.R_OK);
        bytes += lstatSync(file).size;
        files.set(path, file);
      } else notes.push(`${path} — не обычный файл: не взято`);
      if (entries > MOST_FILES || bytes > MOST_BYTES)
        throw new UnfitSubmission(
          `в src/ и drizzle/ больше ${MOST_FILES} файлов или ${MOST_BYTES / 1_000_000} МБ: это не лабораторная`,
        );
    }
  };
  readable(() => {
    for (const name of TAKEN) {
      const stats = lstatSync(join(folder, name), {
        throwIfNoEntry: false,
      });
      if (stats?.isDirectory()) look(name);
      else if (stats) notes.push(`${name} — не папка: не взято`);
    }
  });
  return {
    files,
    isWhole: existsSync(join(folder, "package.json")),
    notes,
  };
}

/** What the system does not let us read is no fault of the other submissions. */
function readable(read: () => void): void {
  try {
    read();
  } catch (error) {
    if (!(error instanceof Error && "code" in error)) throw error;
    const why =
      error.code === "EACCES"
        ? "к части файлов нет доступа"
        : `система отвечает ${String(error.code)}`;
    throw new UnfitSubmission(`не прочитать: ${why}`);
  }
}

/** Whether a path in a lab is one that its student answers for. */
export function isTaken(path: string): boolean {
  return TAKEN.some((name) => path.startsWith(`${name}/`));
}
