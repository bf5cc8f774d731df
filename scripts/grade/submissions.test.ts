import { execFileSync } from "node:child_process";
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import { afterEach, expect, test } from "vitest";
import { versionIn } from "./grade-all.ts";
import { Journal } from "./journal.ts";
import { Queue } from "./queue.ts";
import { readRepositories } from "./clones.ts";
import {
  findSubmissions,
  handedIn,
  UnfitSubmission,
} from "./submissions.ts";

let place = "";
afterEach(() => rmSync(place, { recursive: true, force: true }));

function layed(...paths: string[]): string {
  place = mkdtempSync(join(tmpdir(), "submissions-"));
  for (const path of paths) {
    mkdirSync(join(place, dirname(path)), { recursive: true });
    writeFileSync(join(place, path), "");
  }
  return place;
}

function found(path = ".", lab?: string) {
  return findSubmissions(join(place, path), lab).map(
    ({ student, lab: id, folder }) =>
      [student, id, relative(place, folder)].join(" "),
  );
}

test("students with one lab each, with several, and with none", () => {
  layed(
    "anna/bauth01/package.json",
    "anna/bauth02/package.json",
    "bauth03-boris/src/a.ts",
    "vera/tests/bauth04.test.ts",
    "vera/tests/bauth05.test.ts",
    "gleb/notes.txt",
    "node_modules/x/package.json",
    ".git/config",
    // Archives from macOS bring these along.
    "__MACOSX/anna/bauth01/src/._a.ts",
    "anna/__MACOSX/src/._a.ts",
  );
  expect(found()).toEqual([
    "anna bauth01 anna/bauth01",
    "anna bauth02 anna/bauth02",
    "bauth03-boris bauth03 bauth03-boris",
    "gleb  gleb",
    "vera bauth05 vera",
  ]);
});

test("a single lab belongs to the folder that it lies in", () => {
  layed("anna/bauth01/src/a.ts", "work/src/a.ts");
  expect(found("anna/bauth01")).toEqual(["anna bauth01 anna/bauth01"]);
  expect(found("work", "bauth02")).toEqual(["work bauth02 work"]);
});

test.skipIf(process.platform === "win32")(
  "of a submission only plain files count",
  () => {
    layed("src/a.ts", "drizzle/1.sql", "tests/x.test.ts", "package.json");
    mkdirSync(join(place, "src/node_modules"));
    writeFileSync(join(place, "src/node_modules/a.js"), "");
    writeFileSync(join(place, "src/.DS_Store"), "");
    symlinkSync("/etc", join(place, "src/etc"));
    const { files, notes, isWhole } = handedIn(place);
    expect([...files.keys()]).toEqual(["src/a.ts", "drizzle/1.sql"]);
    expect(notes).toEqual([
      expect.stringContaining("src/etc"),
      expect.stringContaining("src/node_modules"),
    ]);
    expect(isWhole).toBe(true);
  },
);

test.runIf(process.platform === "linux")(
  "a name in an old Windows encoding is left out, and said",
  () => {
    layed("src/a.ts");
    const name = Buffer.from([0x8f, 0xe0, 0xae, 0xa2, 0x2e, 0x74, 0x73]);
    writeFileSync(
      Buffer.concat([Buffer.from(join(place, "src/")), name]),
      "",
    );
    const { files, notes } = handedIn(place);
    expect([...files.keys()]).toEqual(["src/a.ts"]);
    expect(notes).toEqual([expect.stringContaining("UTF-8")]);
  },
);

// What the system refuses to open ends one submission, and not the class.
test.runIf(process.platform === "linux")(
  "folders deeper than a path may be long",
  () => {
    const top = layed("package.json");
    // No single call makes or deletes what is as deep as this.
    const dig = `for (let depth = 0; depth < 30; depth += 1) {
      fs.mkdirSync("x".repeat(200));
      process.chdir("x".repeat(200));
    }`;
    mkdirSync(join(top, "src"));
    execFileSync(process.execPath, ["-e", dig], {
      cwd: join(top, "src"),
    });
    try {
      expect(() => handedIn(top)).toThrow(UnfitSubmission);
    } finally {
      execFileSync("rm", ["-r", join(top, "src")]);
    }
  },
);

test.skipIf(process.platform === "win32" || process.getuid?.() === 0)(
  "a folder that may not be opened ends its own submission only",
  () => {
    const top = layed("anna/bauth01/src/a.ts", "boris-bauth01/src/a.ts");
    const closed = ["anna", "boris-bauth01"].map((name) =>
      join(top, name),
    );
    for (const folder of closed) chmodSync(folder, 0);
    try {
      expect(found()).toEqual([
        "anna  anna",
        "boris-bauth01 bauth01 boris-bauth01",
      ]);
      expect(() => handedIn(closed[1]!)).toThrow(UnfitSubmission);
    } finally {
      for (const folder of closed) chmodSync(folder, 0o700);
    }
  },
);

test("nobody hands in a thousand files", () => {
  layed(...Array.from({ length: 1_001 }, (_, at) => `src/${at}.ts`));
  expect(() => handedIn(place)).toThrow(UnfitSubmission);
});

test("a submission that twice ended the grading is not run a third time", async () => {
  const journal = new Journal(join(layed(), "begun"));
  // The process ends in the middle: nothing is tidied up.
  const endless = () => new Promise<never>(() => {});
  expect(journal.isSuspect("a")).toBe(false);
  void journal.during("a", endless);
  expect(journal.isSuspect("a")).toBe(false);
  await journal.during("b", async () => {});
  void journal.during("a", endless);
  expect(journal.isSuspect("a")).toBe(true);
  expect(journal.isSuspect("b")).toBe(false);
  // It may have been a power cut: whoever says --fresh tries again.
  const fresh = new Journal(join(place, "begun"), true);
  expect(fresh.isSuspect("a")).toBe(false);
});

test("what an older grading has found is none of the next one's", () => {
  layed("scripts/grade/a.ts", "scripts/verify/a.ts");
  const versions = [versionIn(place)];
  for (const folder of ["scripts/grade", "scripts/verify"]) {
    writeFileSync(join(place, folder, "a.ts"), "changed");
    versions.push(versionIn(place));
  }
  expect(new Set(versions).size).toBe(3);
});

test("a list of repositories names its students", () => {
  layed();
  const list = join(place, "list.txt");
  writeFileSync(
    list,
    "# class\r\nhttps://github.com/c/bauth04-anna.git\r\n\ngit@host:c/x Борис Белов\n",
  );
  expect(readRepositories(list)).toEqual([
    {
      url: "https://github.com/c/bauth04-anna.git",
      student: "bauth04-anna",
    },
    { url: "git@host:c/x", student: "Борис Белов" },
  ]);
});

test("a workplace stays with its lab, and two take different ones", () => {
  const of = (lab: string) => ({ student: "", lab, folder: "" });
  const queue = new Queue(
    ["bauth01", "bauth02", "bauth01", "bauth02", "bauth02"].map(of),
  );
  const [one, other] = [{}, {}];
  const next = (workplace: object) => queue.next(workplace)?.at;
  expect([next(one), next(other)]).toEqual([1, 0]);
  expect([next(one), next(other)]).toEqual([3, 2]);
  // Its own lab is done: it helps with the other.
  expect(next(other)).toBe(4);
  expect(next(one)).toBeUndefined();
});
