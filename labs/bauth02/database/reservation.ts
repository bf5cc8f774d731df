import {
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { dirname } from "node:path";

/** Another process has the data folder open; two would destroy it. */
export class DatabaseInUse extends Error {
  /** Process id of the other. */
  readonly owner: number;
  /** The file that names it. */
  readonly mark: string;

  constructor(owner: number, mark: string) {
    super(`the database is open in process ${owner} (${mark})`);
    this.owner = owner;
    this.mark = mark;
  }
}

/** A folder that is ours until we let it go. */
export type Reservation = {
  /** Makes sure that nobody took it at the very same moment. @throws DatabaseInUse */
  confirm(): void;
  release(): void;
};

/**
 * Marks a data folder as ours, in a file beside it. The mark of a process
 * that was killed does not count.
 * @throws DatabaseInUse
 */
export function reserve(folder: string): Reservation {
  const mark = `${folder}.pid`;
  const owner = ownerOf(mark);
  if (owner && isRunning(owner)) throw new DatabaseInUse(owner, mark);
  mkdirSync(dirname(folder), { recursive: true });
  writeFileSync(mark, String(process.pid));
  return {
    confirm() {
      const now = ownerOf(mark);
      if (now !== process.pid) throw new DatabaseInUse(now, mark);
    },
    release: () => rmSync(mark, { force: true }),
  };
}

function ownerOf(mark: string): number {
  return existsSync(mark) ? Number(readFileSync(mark, "utf8")) : 0;
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
