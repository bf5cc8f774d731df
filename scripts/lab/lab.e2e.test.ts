import { cpSync, readFileSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { execa } from "execa";
import { expect, test } from "vitest";
import { rememberGreen } from "../../course/base/support/student/record.ts";
import { stateOf } from "../../course/base/support/student/work.ts";
import { compose } from "../compose/compose.ts";
import { root } from "../course/steps.ts";
import { smallCourse } from "../testing/small-course.ts";

/** A clone of a small course that has the real command. */
function clone() {
  const course = smallCourse();
  compose(course.root);
  for (const path of [
    ...["lab", "course", "process"].map((room) => `scripts/${room}`),
    "course/base/support/student",
  ])
    cpSync(join(root, path), join(course.root, path), { recursive: true });
  course.write("package.json", '{ "type": "module" }');
  symlinkSync(
    join(root, "node_modules"),
    join(course.root, "node_modules"),
    "junction",
  );
  /** @param PATH where no editor is, if not named */
  const lab = (args: string[], env: Record<string, string> = {}) =>
    execa({
      env: { PATH: course.root, VISUAL: "", EDITOR: "", ...env },
      all: true,
      reject: false,
    })(process.execPath, [
      join(course.root, "scripts/lab/cli.ts"),
      ...args,
    ]);
  return { course, lab };
}

test("copies a lab once, as it was at its start", async () => {
  const { course, lab } = clone();
  course.write("labs/bauth01/src/bauth01.ts", "theirs\n");
  course.write("labs/bauth01/.data/file", "");
  const { all, exitCode } = await lab(["bauth01", "--no-open"]);
  expect(all).toContain("cd my-labs/bauth01");
  expect(exitCode).toBe(0);
  const mine = "my-labs/bauth01/src/bauth01.ts";
  expect(course.read(mine)).toContain("TODO");
  expect(course.has("my-labs/bauth01/.data")).toBe(false);

  course.write(mine, "mine\n");
  const again = await lab(["bauth01"]);
  expect(again.all).toContain("уже есть, в ней ничего не тронуто");
  expect(again.all).toContain("Редактора не нашлось");
  expect(again.exitCode).toBe(0);
  expect(course.read(mine)).toBe("mine\n");
});

test("lists all labs with what has become of each", async () => {
  const { course, lab } = clone();
  const states = async () =>
    (await lab([])).all.split("\n").map((line) => line.split(/ {2,}/)[1]);
  expect((await states()).slice(0, 2)).toEqual(["не начата", "не начата"]);
  await lab(["bauth01", "--no-open"]);
  expect((await states())[0]).toBe("взята, ещё без правок");
  course.write("my-labs/bauth01/src/bauth01.ts", "mine\n");
  course.write("my-labs/bauth01/src/new.ts", "mine\n");
  expect((await states())[0]).toBe("в работе, изменено файлов: 2");
  // As the reporter does after a green run.
  const folder = join(course.root, "my-labs/bauth01");
  rememberGreen(stateOf(folder), folder);
  expect((await states())[0]).toBe("готова");
  course.write("my-labs/bauth01/src/new.ts", "more\n");
  expect((await states())[0]).toBe("в работе, изменено файлов: 2");
});

test("opens the folder with the command of VISUAL", async () => {
  const { course, lab } = clone();
  course.write(
    "editor.mjs",
    'import { writeFileSync } from "node:fs";\nwriteFileSync("opened", process.argv.slice(2).join());\n',
  );
  const { PATH = "" } = process.env;
  const VISUAL = `"${process.execPath}" "${join(course.root, "editor.mjs")}" --wait`;
  const { all } = await lab(["bauth02"], { PATH, VISUAL });
  expect(all).toContain("Открыто");
  expect(readFileSync(join(course.root, "opened"), "utf8")).toBe(
    "--wait,my-labs/bauth02",
  );
  const failed = await lab(["bauth02"], {
    PATH,
    VISUAL: "no-such-editor",
  });
  expect(failed.all).toContain("«no-such-editor» не открылся");
  expect(failed.exitCode).toBe(0);
});

test("names the labs there are", async () => {
  const { lab } = clone();
  const { all, exitCode } = await lab(["bauth4"]);
  expect(all).toBe("Лабораторной «bauth4» нет. Есть bauth01, bauth02.");
  expect(exitCode).toBe(1);
});
