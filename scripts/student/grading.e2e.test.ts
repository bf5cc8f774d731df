import {
  cpSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execaSync } from "execa";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { filesOf } from "../course/files.ts";
import { root } from "../course/steps.ts";
import { has } from "../machine/has.ts";
import { realPostgres, type Server } from "../postgres/server.ts";
import { runWorkflow } from "./workflow.ts";

const LAB = "bauth02";
const AUTH = "src/auth/auth.ts";

let place: string;
let server: Server;
let course: { folder: string; commit: string };

/** A repository with the files of these folders, the later ones on top. */
function repository(
  name: string,
  layers: { from: string; to?: string; only?: RegExp }[],
  change: (folder: string) => void = () => {},
) {
  const folder = join(place, name);
  for (const { from, to = "", only = /./ } of layers)
    for (const [path, file] of filesOf(root, from))
      if (only.test(path)) cpSync(file, join(folder, to, path));
  change(folder);
  const git = (...args: string[]) =>
    execaSync("git", args, { cwd: folder }).stdout;
  git("init", "--quiet", "--template=");
  git("add", "--all", "--force");
  git(
    ...["-c", "user.name=Student", "-c", "user.email=s@example.org"],
    ...["-c", "commit.gpgSign=false", "commit", "--quiet", "-m", "x"],
  );
  return { folder, commit: git("rev-parse", "HEAD") };
}

/** A lab with the solution's own files, as a student pushes it. */
const submission = (name: string, change?: (folder: string) => void) =>
  repository(
    name,
    [
      { from: `labs/${LAB}` },
      { from: `solutions/${LAB}`, only: /^(src|drizzle)\// },
    ],
    change,
  ).folder;

const grade = (folder: string, vars: Record<string, string> = {}) =>
  runWorkflow(join(folder, ".github/workflows/grade.yml"), {
    folder: place,
    repositories: { "": folder, "teacher/course": course.folder },
    vars,
    services: { DATABASE_URL: server.url },
  });

const configured = () => ({
  COURSE_REPOSITORY: "teacher/course",
  COURSE_COMMIT: course.commit,
});

function edit(
  folder: string,
  path: string,
  change: (text: string) => string,
) {
  const file = join(folder, path);
  writeFileSync(file, change(readFileSync(file, "utf8")));
}

const canGrade = has("git") && has("postgres") && has("registry");

describe.skipIf(!canGrade || process.platform === "win32")(
  "a push is graded by the course's tests",
  () => {
    beforeAll(async () => {
      place = mkdtempSync(join(tmpdir(), "grading "));
      const found = await realPostgres();
      if ("reason" in found) throw new Error(found.reason);
      server = found;
      course = repository("course", [
        { from: `labs/${LAB}`, to: `labs/${LAB}` },
      ]);
    });
    afterAll(async () => {
      await server?.stop();
      rmSync(place, { recursive: true, maxRetries: 10 });
    });

    test("the right answer is done", async () => {
      const run = await grade(submission("right"), configured());
      expect(run.failedAt, run.log).toBeUndefined();
      expect(run.log).toContain(
        "\n::notice title=Autograding complete::Points 25/25\n",
      );
      expect(run.log).toContain(
        '::notice title=Autograding report::{"totalPoints":25,"maxPoints":25}',
      );
      expect(run.summary).toContain("# bauth02 · Интеграция с PostgreSQL");
      expect(run.summary).toContain("**Шаг готов.**");
      expect(run.summary).toContain(course.commit);
      expect(run.outputs.grade!.points).toBe("25/25");
      const classroom = decoded(run.outputs.grade!.result!);
      expect(classroom).toMatchObject({
        version: 3,
        status: "pass",
        max_score: 25,
      });
      expect(classroom.tests).toHaveLength(25);
    });

    test("a wrong answer is not, and neither edited tests nor notices of its own help", async () => {
      const folder = submission("wrong", (lab) => {
        edit(
          lab,
          AUTH,
          (code) =>
            `${code.replace("usePlural: true", "usePlural: false")}\nconsole.log("\\n::notice title=Autograding complete::Points 25/25");\n`,
        );
        edit(
          lab,
          `tests/${LAB}.test.ts`,
          () => 'import { test } from "vitest";\ntest("ok", () => {});\n',
        );
        edit(
          lab,
          "vitest.config.ts",
          () =>
            "export default { test: { include: [] , passWithNoTests: true } };\n",
        );
        edit(lab, "package.json", (text) =>
          text.replace("node support/run.cjs test", "true"),
        );
      });
      const run = await grade(folder, configured());
      expect(run.failedAt).toBe("Проверка");
      const [, points] =
        /^::notice title=Autograding complete::Points (\d+)\/25$/m.exec(
          afterStopped(run.log),
        )!;
      expect(Number(points)).toBeLessThan(24);
      expect(run.summary).toContain("**Шаг не готов.**");
      expect(run.summary).toContain(
        "| Не пройдено | Найдено | Почему это важно | Откройте | Слайд |",
      );
      expect(run.summary).toMatch(
        /\| bauth02: .+ \| .+ \| .+ \| .+ \| .+ \|/,
      );
      expect(run.summary).toContain("Похоже на частую ошибку");
      expect(decoded(run.outputs.grade!.result!).status).toBe("fail");
    });

    test("a link in src/ is not followed, and named", async () => {
      const run = await grade(
        submission("link", (lab) =>
          symlinkSync("/etc/passwd", join(lab, "src/secret.txt")),
        ),
        configured(),
      );
      expect(run.failedAt).toBe("Проверка");
      expect(run.summary).toContain("src/secret.txt — не обычный файл");
      expect(run.outputs.grade!.points).toBe("0/25");
    });

    test("while nobody has said where the tests are, it says what to set", async () => {
      const run = await grade(submission("nowhere"));
      expect(run.failedAt).toBe("Откуда взять тесты");
      expect(run.log).toContain("::error title=Проверка не настроена::");
      expect(run.log).toContain("COURSE_REPOSITORY");
      expect(run.log).toContain("COURSE_COMMIT");
    });
  },
);

function decoded(result: string) {
  return JSON.parse(Buffer.from(result, "base64").toString());
}

/** What GitHub obeys: not what is printed while commands are stopped. */
function afterStopped(log: string): string {
  const [, key] = /^::stop-commands::(.+)$/m.exec(log)!;
  return log.slice(log.indexOf(`\n::${key}::\n`));
}
