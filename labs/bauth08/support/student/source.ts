import { existsSync, statSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { inWork } from "../facts.ts";
import { typed } from "../manager.cjs";
import { recordOf } from "./record.ts";
import { Refusal } from "./refusal.ts";

/** Where the labs and solutions are: in a folder here, or on GitHub. */
export type Source = { clone: string } | { repository: string };

/**
 * Where to get the other folders of the course: what the student says or has
 * said before, a clone of the course around this folder, or the repository
 * that the course names itself.
 * @param given a folder, "owner/name" or the address of a repository
 * @param command that asks, to name it in what it says
 * @throws Refusal when nobody knows, or what was given is neither
 */
export function sourceOf(
  given: string | undefined,
  command: string,
): Source {
  if (given) return named(given, command);
  const { source: kept } = recordOf();
  if (kept && isClone(kept)) return { clone: kept };
  if (kept && repositoryIn(kept)) return { repository: kept };
  const clone = cloneAround(process.cwd());
  if (clone) return { clone };
  if (inWork.repository) return { repository: inWork.repository };
  throw new Refusal(
    `Где лежит курс, неизвестно. Спросите у преподавателя адрес репозитория и выполните: ${typed(`${command} ВЛАДЕЛЕЦ/РЕПОЗИТОРИЙ`)}\nПодойдёт и папка, где лежит копия курса: ${typed(`${command} ПАПКА`)}`,
  );
}

/** As it is remembered for the next time. */
export function nameOf(source: Source): string {
  return "clone" in source ? source.clone : source.repository;
}

function named(given: string, command: string): Source {
  const folder = resolve(given);
  if (isClone(folder)) return { clone: folder };
  const isPath = existsSync(folder) || /^[.~/\\]|^[a-z]:\\/i.test(given);
  if (isPath)
    throw new Refusal(
      `В папке ${folder} курса нет: у его копии внутри папки course и labs. Проверьте путь и повторите команду.`,
    );
  const repository = repositoryIn(given);
  if (repository) return { repository };
  throw new Refusal(
    `«${given}» — не папка и не адрес репозитория на GitHub. Как пишут адрес: ${typed(`${command} ВЛАДЕЛЕЦ/РЕПОЗИТОРИЙ`)}`,
  );
}

/** "owner/name" of an address as people copy it. */
function repositoryIn(address: string): string | undefined {
  return /^(?:https:\/\/github\.com\/)?([\w.-]+\/[\w.-]+?)(?:\.git)?\/?$/.exec(
    address,
  )?.[1];
}

function isClone(folder: string): boolean {
  return ["course", "labs"].every((name) =>
    statSync(join(folder, name), { throwIfNoEntry: false })?.isDirectory(),
  );
}

/** The nearest folder above that is a clone of the course. */
function cloneAround(folder: string): string | undefined {
  const above = dirname(folder);
  if (above === folder) return undefined;
  return isClone(above) ? above : cloneAround(above);
}
