import { execFileSync, spawnSync } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { filesOf } from "../course/files.ts";
import { fingerprint } from "../course/fingerprint.ts";
import { root } from "../course/steps.ts";
import { has } from "../machine/has.ts";
import { whenSaid } from "../process/said.ts";
import { hostile } from "./fixtures/hostile.ts";
import { layFiles, layHostile } from "./fixtures/lay.ts";
import type { Grade } from "./grade.ts";

// Not below the course: a class lies anywhere.
const place = mkdtempSync(join(tmpdir(), "grading of a class "));
afterAll(() => rmSync(place, { recursive: true, force: true }));

function grading(out: string, args: string[], env = {}) {
  return execa(
    process.execPath,
    [
      join(root, "scripts/grade/cli.ts"),
      "--out",
      join(place, out),
      ...args,
    ],
    {
      cwd: place,
      env: { NO_COLOR: "1", ...env },
      all: true,
      reject: false,
      stdin: "ignore",
    },
  );
}

function gradesIn(out: string): Grade[] {
  return JSON.parse(
    readFileSync(join(place, out, "grades.json"), "utf8"),
  ) as Grade[];
}

function lay(student: string, lab: string, from = `solutions/${lab}`) {
  const folder = join(place, student, lab);
  layFiles(filesOf(root, from), folder);
  return {
    folder,
    edit(path: string, change: (content: string) => string) {
      const file = join(folder, path);
      writeFileSync(file, change(readFileSync(file, "utf8")));
    },
  };
}

/** The state of everything below a folder. */
function stateOf(folder: string): string {
  return fingerprint(new Map(filesIn(folder).map((file) => [file, file])));
}

function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}

/** With the line ends of Windows, as its editors and archives have them. */
function saveAsOnWindows(folder: string): void {
  for (const file of filesIn(join(folder, "src")))
    writeFileSync(
      file,
      readFileSync(file, "utf8").replaceAll("\n", "\r\n"),
    );
}

describe("a class", () => {
  const before = () => stateOf(join(place, "class"));
  let first: string;
  let all: string;
  let grades: Grade[];

  beforeAll(async () => {
    lay("class/Анна", "bauth01");
    lay("class/Борис", "bauth01").edit("src/auth/auth.ts", (code) =>
      code.replace("enabled: true", "enabled: false"),
    );
    lay("class/Вера", "bauth01", "labs/bauth01");
    lay("class/Глеб", "bauth01").edit(
      "src/auth/auth.ts",
      () => "export const auth = {",
    );
    mkdirSync(join(place, "class/Дина"));
    const untouched = lay("class/Женя", "bauth01", "labs/bauth01");
    const solved = lay("class/Зоя", "bauth01");
    for (const { folder } of [untouched, solved]) saveAsOnWindows(folder);
    const auth = "src/auth/auth.ts";
    layFiles(
      new Map([[auth, join(root, "solutions/bauth01", auth)]]),
      join(place, "class/=Егор/bauth01"),
    );
    first = before();
    ({ all } = await grading("class-out", [join(place, "class")]));
    grades = gradesIn("class-out");
  }, 120_000);

  const of = (student: string) =>
    grades.find((grade) => grade.student === student)!;

  test("gets a verdict for everybody, and why", () => {
    expect(grades).toHaveLength(8);
    expect(of("Анна")).toMatchObject({ verdict: "passed", failed: 0 });
    expect(of("Анна").share).toBe(1);
    expect(of("Борис")).toMatchObject({ verdict: "failed", failed: 2 });
    expect(of("Борис").mistakes).not.toEqual([]);
    expect(of("Вера").verdict).toBe("untouched");
    expect(of("Глеб").refusals[0]!.says).toContain("src/auth/auth.ts");
    expect(of("Дина").verdict).toBe("unknown");
    expect(of("Женя").verdict).toBe("untouched");
    expect(of("Зоя").verdict).toBe("passed");
    expect(of("=Егор").notes.join()).toContain("взято из начала");
    expect(all).toContain("Анна · bauth01 — сдано");
  });

  test("finds its submissions as they were", () => {
    expect(before()).toBe(first);
  });

  test("is told to other programs", () => {
    const read = (name: string) =>
      readFileSync(join(place, "class-out", name), "utf8");
    expect(read("grades.csv")).toContain("Анна,bauth01,passed,25,0,1.00");
    // A spreadsheet would compute a cell that begins so.
    expect(read("grades.csv")).toContain("'=Егор");
    expect(read("junit.xml")).toContain('name="Борис · bauth01"');
    const gradescope = JSON.parse(
      read("gradescope/Борис-bauth01.json"),
    ) as { score: number; tests: { status: string }[] };
    expect(gradescope.score).toBeLessThan(100);
    expect(gradescope.tests[0]!.status).toBe("failed");
    expect(read("index.html")).toContain(of("Борис").mistakes[0]);
  });

  test("is not graded again, unless somebody changes something", async () => {
    const begun = performance.now();
    await grading("class-out", [join(place, "class")]);
    expect(gradesIn("class-out")).toEqual(grades);
    // Not a measure: starting Vitest alone takes longer for each of them.
    expect(performance.now() - begun).toBeLessThan(5_000);
  });
});

test("what a submission lacks, renames or adds is nothing to the next one", async () => {
  const remove = (folder: string, path: string) =>
    rmSync(join(folder, path), { recursive: true });
  const differently = [
    (folder: string) => remove(folder, "src/auth"),
    (folder: string) => remove(folder, "src/app"),
    (folder: string) =>
      renameSync(
        join(folder, "src/auth/auth.ts"),
        join(folder, "src/auth/auth.tsx"),
      ),
    (folder: string) =>
      cpSync(join(folder, "src/app/api"), join(folder, "src/app/other"), {
        recursive: true,
      }),
  ];
  for (const [at, change] of differently.entries()) {
    change(lay(`neighbours/${at}-other`, "bauth01").folder);
    lay(`neighbours/${at}-right`, "bauth01").edit(
      "src/auth/auth.ts",
      (code) => `${code}// ${at}\n`,
    );
  }
  await grading("neighbours-out", [
    join(place, "neighbours"),
    "--jobs",
    "1",
  ]);
  const grades = gradesIn("neighbours-out");
  const right = grades.filter(({ student }) => student.endsWith("right"));
  expect(right.map(({ verdict }) => verdict)).toEqual(
    Array(4).fill("passed"),
  );
}, 120_000);

test("after kill -9 the rest is graded, and no more", async () => {
  for (const name of ["1", "2", "3", "4", "5"])
    lay(`killed/${name}`, "bauth01").edit(
      "src/auth/auth.ts",
      (code) => `${code}\n// ${name}\n`,
    );
  const run = grading("killed-out", [
    join(place, "killed"),
    "--jobs",
    "1",
  ]);
  await whenSaid(run as never, "2/5");
  run.kill("SIGKILL");
  await run;
  const runs = () => readdirSync(join(place, "killed-out/runs")).length;
  const kept = runs();
  expect(kept).toBeGreaterThanOrEqual(2);
  await grading("killed-out", [join(place, "killed")]);
  expect(gradesIn("killed-out").map(({ verdict }) => verdict)).toEqual(
    Array(5).fill("passed"),
  );
}, 120_000);

test.runIf(process.platform === "linux")(
  "what Ctrl-C interrupts is graded the next time, and not judged",
  async () => {
    lay("interrupted/1", "bauth02");
    // The machine has been checked: what stops is the submission.
    await grading("interrupted-out", [join(place, "class/Вера")]);
    const run = grading("interrupted-out", [join(place, "interrupted")]);
    const runner = join(root, "scripts/grade/runner.ts");
    await vi.waitFor(
      () => expect(processes().join()).toContain(runner),
      30_000,
    );
    run.kill("SIGINT");
    expect((await run).exitCode).toBe(130);
    await grading("interrupted-out", [join(place, "interrupted")]);
    expect(gradesIn("interrupted-out")[0]!.verdict).toBe("passed");
  },
);

test("Ctrl-C leaves no process and says how to go on", async () => {
  lay("stopped/1", "bauth01").edit(
    "src/auth/auth.ts",
    (code) => `for (;;);\n${code}`,
  );
  const run = grading("stopped-out", [join(place, "stopped")]);
  await whenSaid(run as never, "Работ: 1");
  run.kill("SIGINT");
  const { all, exitCode } = await run;
  expect(all).toContain("Повторите ту же команду");
  expect(exitCode).toBe(130);
});

test.skipIf(!has("git"))(
  "repositories are brought and graded",
  async () => {
    const { folder } = lay("repository", "bauth01");
    symlinkSync("/etc", join(folder, "src/etc"));
    const git = (...args: string[]) =>
      execFileSync(
        "git",
        ["-c", "user.name=a", "-c", "user.email=a@b", ...args],
        { cwd: folder, stdio: "ignore" },
      );
    git("init", "--quiet");
    git("add", "--all");
    git("commit", "--quiet", "-m", "work");
    const list = join(place, "list.txt");
    writeFileSync(
      list,
      `# our class\n${folder.replaceAll(" ", "%20").replace(/^/, "file://")} Анна\n\nfile://${place}/nobody Никто\n`,
    );
    const { all } = await grading("list-out", [list, "--lab", "bauth01"]);
    expect(all).toContain("Анна · bauth01 — сдано");
    expect(all).toContain("Не скачать");
    expect(all).toContain("Никто · bauth01 — пусто");
  },
);

test.for([
  ["nowhere", "Нет папки или файла"],
  [".", "Здесь нет ни одной работы"],
  ["class.zip", "распакуйте его"],
])("%s: says what to name instead", async ([path, said]) => {
  const empty = join(place, "empty");
  mkdirSync(empty, { recursive: true });
  writeFileSync(join(empty, "class.zip"), "PK\u0003\u0004\0\0");
  const { all, exitCode } = await grading("x", [join(empty, path!)]);
  expect(all).toContain(said);
  expect(exitCode).toBe(1);
});

/** Where bubblewrap is, also without it: on most machines it is not. */
const walls = [
  { name: "permissions", path: withoutBubblewrap() },
  ...(has("bubblewrap")
    ? [{ name: "bubblewrap", path: process.env.PATH }]
    : []),
];

describe.for(walls)(
  "hostile submissions behind $name",
  ({ name, path }) => {
    const folder = join(place, name);
    const secret = join(folder, "home/.ssh/id_rsa");
    const beside = join(folder, "class");
    let grades: Grade[];

    beforeAll(async () => {
      mkdirSync(join(secret, ".."), { recursive: true });
      writeFileSync(secret, "very secret");
      for (const one of hostile)
        layHostile(one, "bauth01", join(beside, one.name, "bauth01"), {
          secret,
          beside,
        });
      const before = stateOf(folder);
      const args = [beside, "--silence", "15"];
      const { all } = await grading(`${name}-out`, args, {
        PATH: path,
        HOME: join(folder, "home"),
        GRADING_SECRET: "very secret",
      });
      expect(all).toContain("Класс целиком");
      grades = gradesIn(`${name}-out`);
      expect(stateOf(folder)).toBe(before);
    }, 240_000);

    test.for(hostile)("$name", ({ name: student, verdicts }) => {
      const grade = grades.find((one) => one.student === student)!;
      expect(verdicts).toContain(grade.verdict);
      expect(JSON.stringify(grade)).not.toContain("very secret");
    });

    test("leave nothing beside their folders, and nothing running", () => {
      const grading = join(root, ".verify/grade");
      const written = readdirSync(grading, {
        recursive: true,
      }) as string[];
      expect(written.filter((file) => file.endsWith("written"))).toEqual(
        [],
      );
      expect(existsSync(join(beside, "written"))).toBe(false);
      expect(
        processes().filter((command) => command.includes("bomb.cjs")),
      ).toEqual([]);
    });
  },
);

/** The command lines of this machine; none where it has no /proc. */
function processes(): string[] {
  return process.platform === "linux"
    ? readdirSync("/proc")
        .filter((pid) => /^\d+$/.test(pid))
        .map(commandOf)
    : [];
}

function commandOf(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "utf8");
  } catch {
    return "";
  }
}

test.skipIf(!has("bubblewrap"))(
  "a fork bomb in the last lab ends behind bubblewrap",
  async () => {
    const bomb = hostile.find(({ name }) => name === "fork bomb")!;
    layHostile(bomb, "bauth10", join(place, "bomb/1/bauth10"), {
      secret: "",
      beside: "",
    });
    await grading("bomb-out", [join(place, "bomb")]);
    expect(bomb.verdicts).toContain(gradesIn("bomb-out")[0]!.verdict);
  },
);

test("without bubblewrap the last lab is not run, and that is said", async () => {
  lay("last/1", "bauth10").edit("src/auth/auth.ts", (code) => `${code}\n`);
  await grading("last-out", [join(place, "last")], {
    PATH: withoutBubblewrap(),
  });
  const [grade] = gradesIn("last-out");
  expect(grade!.verdict).toBe("ungraded");
  expect(grade!.reason).toContain("bubblewrap");
});

/** A PATH on which Node and git are all there is. */
function withoutBubblewrap(): string {
  return join(process.execPath, "..");
}

/** A disk of its own for the copies, in this test's view of the machine. */
const SMALL_DISK = ["unshare", "--map-root-user", "--mount", "sh", "-c"];
const mountOver = (folder: string) =>
  `mount -t tmpfs -o size=200m tmpfs '${folder}'`;

test.skipIf(!canMount())(
  "whoever fills the disk fails, and the next one does not",
  async () => {
    const full = hostile.find(({ name }) => name.includes("disk"))!;
    const outside = { secret: "", beside: "" };
    layHostile(full, "bauth01", join(place, "full/1/bauth01"), outside);
    lay("full/2", "bauth01").edit(
      "src/auth/auth.ts",
      (code) => `${code}\n`,
    );
    const copies = join(root, ".verify/grade");
    mkdirSync(copies, { recursive: true });
    const [program, ...args] = [
      ...SMALL_DISK,
      `${mountOver(copies)} && exec "$0" "$@"`,
      process.execPath,
      join(root, "scripts/grade/cli.ts"),
      ...["--out", join(place, "full-out"), "--jobs", "1"],
      join(place, "full"),
    ];
    const { all } = await execa(program!, args, {
      all: true,
      reject: false,
    });
    expect(all).toContain("Класс целиком");
    const [first, second] = gradesIn("full-out");
    expect(["failed", "broken", "stopped"]).toContain(first!.verdict);
    expect(second!.verdict).toBe("passed");
  },
);

test.skipIf(!canMount())(
  "a full disk for the reports is said",
  async () => {
    lay("reports/1", "bauth01");
    const out = join(place, "reports-out");
    mkdirSync(out);
    const [program, ...args] = [
      ...SMALL_DISK,
      `mount -t tmpfs -o size=8k tmpfs '${out}' && exec "$0" "$@"`,
      process.execPath,
      join(root, "scripts/grade/cli.ts"),
      ...["--out", out, join(place, "reports")],
    ];
    const { all } = await execa(program!, args, {
      all: true,
      reject: false,
    });
    expect(all).toContain("На диске нет места");
  },
);

function canMount(): boolean {
  const [program, ...args] = [...SMALL_DISK, mountOver("/mnt")];
  return (
    process.platform === "linux" && spawnSync(program!, args).status === 0
  );
}
