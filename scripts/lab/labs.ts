import { existsSync } from "node:fs";
import { join } from "node:path";
import { madeWhole } from "../../course/base/support/student/folder.ts";
import { recordOf } from "../../course/base/support/student/record.ts";
import {
  changesOf,
  copyStart,
} from "../../course/base/support/student/start.ts";
import { stateOf } from "../../course/base/support/student/work.ts";
import { CourseError, readSteps } from "../course/steps.ts";

/** Git ignores it: here people work, and labs/ stays as it is composed. */
const place = "my-labs";

/**
 * Copies a lab to where one works in it, as it is at its start; what is there
 * already stays.
 *
 * @param root folder of the course
 * @param id such as "bauth04"
 * @returns the folder from the root, and whether it has just been made
 * @throws CourseError when there is no such lab
 */
export async function takeLab(
  root: string,
  id: string,
): Promise<{ folder: string; isNew: boolean }> {
  const ids = readSteps(root).map((step) => step.id);
  if (!ids.includes(id))
    throw new CourseError(
      `Лабораторной «${id}» нет. Есть ${ids.join(", ")}.`,
    );
  const folder = `${place}/${id}`;
  if (existsSync(join(root, folder))) return { folder, isNew: false };
  const lab = join(root, "labs", id);
  if (!existsSync(lab))
    throw new CourseError(
      `Папки labs/${id} нет. Вернуть её: git restore labs/${id}`,
    );
  await madeWhole(join(root, folder), (draft) => copyStart(lab, draft));
  return { folder, isNew: true };
}

/**
 * All labs, and how far somebody has come with each.
 *
 * @param root folder of the course
 */
export function labList(root: string): string {
  const labs = readSteps(root).map(({ id, title }) => ({
    name: `${id} · ${title}`,
    state: stateIn(join(root, place, id)),
  }));
  const width = Math.max(...labs.map(({ name }) => name.length));
  return [
    ...labs.map(({ name, state }) => `${name.padEnd(width)}  ${state}`),
    "",
    "Взять лабораторную: pnpm lab bauth04",
  ].join("\n");
}

function stateIn(folder: string): string {
  if (!existsSync(folder)) return "не начата";
  if (recordOf(folder).green === stateOf(folder)) return "готова";
  if (!existsSync(join(folder, "support/start.json")))
    return "в работе; чем отличается от начала, неизвестно: нет support/start.json";
  const { length } = changesOf(folder);
  return length > 0
    ? `в работе, изменено файлов: ${length}`
    : "взята, ещё без правок";
}
