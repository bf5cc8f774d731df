import { describe, expect, test } from "vitest";
import { has } from "../machine/has.ts";
import { smallCourse, type SmallCourse } from "../testing/small-course.ts";
import { compose, type Outcome } from "./compose.ts";
import type { Side } from "./direction.ts";

const source = "course/base/shared.ts";
const copies = [
  "labs/bauth01/shared.ts",
  "solutions/bauth01/shared.ts",
  "labs/bauth02/shared.ts",
  "solutions/bauth02/shared.ts",
];
const [one = "", , , other = ""] = copies;

/** Composed and, in a repository of its own, committed. */
function committed() {
  const course = smallCourse();
  compose(course.root);
  course.commit();
  return course;
}

const contents = (course: SmallCourse, paths = copies) =>
  paths.map((path) => course.has(path) && course.read(path));

/** Nothing has been written, because of these files. */
function expectConflict({ conflicts }: Outcome, ...places: string[]) {
  expect(conflicts.map((found) => found.places)).toEqual([places]);
  return conflicts[0]!;
}

function expectComposed(course: SmallCourse, outcome: Outcome) {
  expect(outcome.conflicts).toEqual([]);
  expect(compose(course.root)).toMatchObject({
    edits: new Map(),
    writes: new Map(),
    removals: [],
    conflicts: [],
  });
}

describe("the first composition", () => {
  test("puts a later layer over an earlier one", () => {
    const course = smallCourse();
    course.write("course/bauth02/support/new.ts", "new\n");
    expectComposed(course, compose(course.root));
    expect(course.read("labs/bauth01/src/bauth01.ts")).toContain("TODO");
    for (const folder of ["solutions/bauth01", "labs/bauth02"]) {
      expect(course.read(`${folder}/src/bauth01.ts`)).toBe(
        "bauth01 done\n",
      );
      expect(course.read(`${folder}/src/[...all]/given.ts`)).toBe(
        "given\n",
      );
    }
    expect(course.read("labs/bauth02/src/bauth02.ts")).toContain("TODO");
    expect(course.read("labs/bauth02/tests/bauth01.test.ts")).toBe(
      "test bauth01\n",
    );
    expect(course.has("labs/bauth01/tests/bauth02.test.ts")).toBe(false);
    expect(course.read("labs/bauth02/support/new.ts")).toBe("new\n");
    expect(course.has("labs/bauth01/support/new.ts")).toBe(false);
  });

  test("copies bytes, not text", () => {
    const course = smallCourse();
    const bytes = Buffer.from([0xff, 0x00, 0xc3, 0x28, 0x0d, 0x0a]);
    course.write("course/base/picture.png", bytes);
    expectComposed(course, compose(course.root));
  });

  test("leaves ignored files alone, in course/ and in the folders", () => {
    const course = smallCourse();
    course.write("course/base/node_modules/x/index.js", "");
    course.write("labs/bauth01/.data/base", "");
    expectComposed(course, compose(course.root));
    expect(course.has("labs/bauth01/node_modules")).toBe(false);
    expect(course.has("labs/bauth01/.data/base")).toBe(true);
  });

  test("gives the reporter the steps so far, without their hints", () => {
    const course = smallCourse();
    compose(course.root);
    const read = (folder: string) =>
      JSON.parse(course.read(`${folder}/support/steps.json`)) as unknown;
    const [first, second] = ["bauth01", "bauth02"].map((id) => ({
      id,
      title: `Шаг ${id}`,
      goal: `Цель ${id}.`,
      slide: `Слайд ${id}`,
    }));
    expect(read("labs/bauth01")).toEqual([first]);
    expect(read("solutions/bauth02")).toEqual([first, second]);
  });
});

describe("how a lab began", () => {
  const start = (course: SmallCourse, folder: string) =>
    JSON.parse(course.read(`${folder}/support/start.json`)) as {
      files: Record<string, string>;
      others: Record<string, string>;
    };

  test("is written into the lab and into its solution", () => {
    const course = smallCourse();
    compose(course.root);
    const { files, others } = start(course, "labs/bauth02");
    expect(files).toMatchObject({
      "src/bauth01.ts": "bauth01 done\n",
      "src/bauth02.ts": "// TODO: bauth02\n",
      "src/[...all]/given.ts": "given\n",
    });
    expect(Object.keys(others)).toEqual([
      "README.md",
      "support/step.json",
      "support/steps.json",
      "tests/bauth01.test.ts",
      "tests/bauth02.test.ts",
    ]);
    expect(course.read("solutions/bauth02/support/start.json")).toBe(
      course.read("labs/bauth02/support/start.json"),
    );
  });

  test.skipIf(!has("git"))("follows an edit at once, on any side", () => {
    const course = committed();
    for (const [path, content] of [
      [source, "first\n"],
      [one, "second\n"],
      [other, "third\n"],
    ] as const) {
      course.write(path, content);
      expectComposed(course, compose(course.root));
      expect(start(course, "labs/bauth02").files["shared.ts"]).toBe(
        content,
      );
    }
    course.write("labs/bauth01/support/start.json", "{}");
    expectComposed(course, compose(course.root));
  });
});

test("a lab knows what was learnt, and what comes next", () => {
  const course = smallCourse();
  compose(course.root);
  const facts = (folder: string) =>
    JSON.parse(course.read(`${folder}/support/step.json`)) as object;
  expect(facts("solutions/bauth01")).toMatchObject({
    hints: ["Намёк.", "Почти ответ."],
    learnt: "Умение bauth01.",
    protects: "От беды bauth01.",
    next: { id: "bauth02", title: "Шаг bauth02", minutes: 10 },
  });
  const last = facts("labs/bauth02");
  expect(last).not.toHaveProperty("next");
  expect(last).toHaveProperty(
    "after",
    expect.stringContaining("passkeys"),
  );
});

describe.skipIf(!has("git"))("since the last commit", () => {
  test("only the source was edited: every folder gets it", () => {
    const course = committed();
    course.write(source, "new\n");
    course.write("course/base/added.ts", "added\n");
    expectComposed(course, compose(course.root));
    expect(contents(course)).toEqual(copies.map(() => "new\n"));
    expect(course.read("solutions/bauth01/added.ts")).toBe("added\n");
  });

  test("only a copy was edited: source and other copies get it", () => {
    const course = committed();
    course.write(one, "new\n");
    course.write("solutions/bauth02/src/bauth01.ts", "better\n");
    expectComposed(course, compose(course.root));
    expect(course.read(source)).toBe("new\n");
    expect(contents(course)).toEqual(copies.map(() => "new\n"));
    // To the layer that it came from.
    expect(course.read("course/bauth01/solution/src/bauth01.ts")).toBe(
      "better\n",
    );
    expect(course.read("labs/bauth01/src/bauth01.ts")).toContain("TODO");
  });

  test("the same edit in two copies is one edit", () => {
    const course = committed();
    course.write(one, "new\n");
    course.write(other, "new\n");
    expectComposed(course, compose(course.root));
    expect(course.read(source)).toBe("new\n");
  });

  test("different edits in two copies stop it, whatever side is right", () => {
    const course = committed();
    course.write(one, "one\n");
    course.write(other, "other\n");
    course.write("course/bauth01/tests/bauth01.test.ts", "other\n");
    for (const from of [undefined, "course", "labs"] as const)
      expectConflict(compose(course.root, { from }), source, one, other);
    expect(contents(course, [source, one, other])).toEqual([
      "shared\n",
      "one\n",
      "other\n",
    ]);
    expect(course.read("labs/bauth01/tests/bauth01.test.ts")).toBe(
      "test bauth01\n",
    );
  });

  test("both were edited: it stops, and a person names the side", () => {
    const course = committed();
    course.write(source, "source\n");
    course.write(one, "copy\n");
    const found = expectConflict(compose(course.root), source, one);
    expect(found.todo).toContain("pnpm compose --from course");
    expect(contents(course, [source, one, other])).toEqual([
      "source\n",
      "copy\n",
      "shared\n",
    ]);

    const { saved } = compose(course.root, { from: "labs" });
    expect(course.read(source)).toBe("copy\n");
    expect(contents(course)).toEqual(copies.map(() => "copy\n"));
    expect(course.git("show", `${saved}:${source}`)).toBe("source");
  });

  test("what was composed since the commit may be edited again, on any side", () => {
    const course = committed();
    for (const [path, content] of [
      [source, "first\n"],
      [source, "second\n"],
      [one, "third\n"],
      [other, "fourth\n"],
      [source, "fifth\n"],
    ] as const) {
      course.write(path, content);
      expectComposed(course, compose(course.root));
      expect(contents(course, [source, ...copies])).toEqual(
        [source, ...copies].map(() => content),
      );
    }
  });

  test("a side decides only where git does not", () => {
    const course = committed();
    course.write(one, "copy\n");
    course.write("course/bauth01/tests/bauth01.test.ts", "source\n");
    expectComposed(course, compose(course.root, { from: "course" }));
    expect(course.read(source)).toBe("copy\n");
    expect(course.read("labs/bauth01/tests/bauth01.test.ts")).toBe(
      "source\n",
    );
  });

  test("a file was deleted: it stops, or writes the file again", () => {
    const course = committed();
    course.remove(one);
    const found = expectConflict(compose(course.root), one);
    expect(found.todo).toContain(source);
    expect(course.has(one)).toBe(false);
    compose(course.root, { from: "course" });
    expect(course.read(one)).toBe("shared\n");
  });

  test("a whole folder is gone: it is made anew", () => {
    const course = committed();
    course.remove("labs/bauth01");
    course.remove("solutions");
    expectComposed(course, compose(course.root));
    expect(course.read(one)).toBe("shared\n");
  });

  test("a source was taken out: its unchanged copies go", () => {
    const course = committed();
    course.remove("course/bauth01/start/src/[...all]");
    expectComposed(course, compose(course.root));
    expect(course.has("labs/bauth01/src/[...all]")).toBe(false);
    expect(course.has("solutions/bauth02/src/[...all]")).toBe(false);
    expect(course.has("labs/bauth01/src/bauth01.ts")).toBe(true);
  });

  test("a source was taken out, and a copy edited: it stops", () => {
    const course = committed();
    course.remove(source);
    course.write(one, "precious\n");
    for (const from of [undefined, "course"] as const)
      expectConflict(compose(course.root, { from }), one);
    expect(course.read(one)).toBe("precious\n");
    expect(course.has(other)).toBe(true);
  });

  test("a layer was taken away: the one below shows again", () => {
    const course = smallCourse();
    course.write("course/bauth02/start/shared.ts", "over\n");
    compose(course.root);
    course.commit();
    course.remove("course/bauth02/start/shared.ts");
    expectComposed(course, compose(course.root));
    expect(course.read("labs/bauth02/shared.ts")).toBe("shared\n");
  });

  test("a file was made in a folder: it stops and says its place", () => {
    const course = committed();
    const made = {
      "labs/bauth02/src/new.ts": "course/bauth02/start/src/new.ts",
      "solutions/bauth02/src/[id]/new.ts":
        "course/bauth02/solution/src/[id]/new.ts",
      "solutions/bauth02/tests/new.ts": "course/bauth02/tests/new.ts",
    };
    for (const path of Object.keys(made)) course.write(path, "");
    const stopped = Object.entries(made).map(([path, place]) =>
      expect.objectContaining({
        places: [path],
        todo: expect.stringContaining(place) as string,
      }),
    );
    const conflicts = (from?: Side) =>
      compose(course.root, { from }).conflicts;
    expect(conflicts()).toEqual(stopped);
    expect(conflicts("course")).toEqual(stopped);
    course.commit();
    expect(conflicts()).toEqual(stopped);
    expect(course.has("labs/bauth02/src/new.ts")).toBe(true);
  });

  test("a generated file was edited: it stops and says where to edit", () => {
    const course = committed();
    const readme = "labs/bauth01/README.md";
    course.write(readme, "mine\n");
    const found = expectConflict(compose(course.root), readme);
    expect(found.todo).toContain("course/bauth01/step.json");
    expect(course.read(readme)).toBe("mine\n");
    expectConflict(compose(course.root, { from: "labs" }), readme);
    compose(course.root, { from: "course" });
    expect(course.read(readme)).toContain("Шаг bauth01");
  });

  test("what a generated file is made of may be edited again and again", () => {
    const course = committed();
    const task = "course/bauth01/task.md";
    course.write(task, "Раз.\n");
    compose(course.root);
    course.write(task, "Два.\n");
    const { saved } = compose(course.root);
    const readme = "labs/bauth01/README.md";
    expect(course.read(readme)).toContain("Два.");
    expect(course.git("show", `${saved}:${readme}`)).toContain("Раз.");
  });
});

describe("where git does not know", () => {
  test.skipIf(!has("git"))(
    "both are committed: a person names the side",
    () => {
      const course = committed();
      course.write(source, "source\n");
      course.commit();
      const found = expectConflict(
        compose(course.root),
        source,
        ...copies,
      );
      expect(found.what).toContain("в последнем коммите");
      compose(course.root, { from: "labs" });
      expect(course.read(source)).toBe("shared\n");
    },
  );

  test.skipIf(!has("git"))(
    "a removal is committed: the copies go when told so",
    () => {
      const course = committed();
      course.remove(source);
      course.commit();
      expect(compose(course.root).conflicts).toHaveLength(copies.length);
      expectComposed(course, compose(course.root, { from: "course" }));
      expect(course.has(one)).toBe(false);
    },
  );

  test.each(["course", "labs"] as const)(
    "without a commit, %s may be named as the right side",
    (from) => {
      const course = smallCourse();
      compose(course.root);
      course.write(one, "edited\n");
      const found = expectConflict(compose(course.root), source, one);
      expect(found.what).toContain("нет ни одного коммита");
      expectComposed(course, compose(course.root, { from }));
      const right = from === "labs" ? "edited\n" : "shared\n";
      expect(contents(course)).toEqual(copies.map(() => right));
    },
  );
});
