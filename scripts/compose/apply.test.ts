import { describe, expect, test } from "vitest";
import { has } from "../machine/has.ts";
import { compose, type Outcome } from "./apply.ts";
import { smallCourse, type SmallCourse } from "../testing/small-course.ts";

const shared = [
  "labs/bauth01/shared.ts",
  "solutions/bauth01/shared.ts",
  "labs/bauth02/shared.ts",
  "solutions/bauth02/shared.ts",
];

type Way = [string, (course: SmallCourse) => void];

/** How the two sides may know what was composed before. */
const here: Way = ["after composing here", () => {}];
const cloned: Way = ["in a fresh clone", (course) => course.asCloned()];
const memories = has("git") ? [here, cloned] : [here];

function composedCourse() {
  const course = smallCourse();
  expect(compose(course.root).obstacles).toEqual([]);
  return course;
}

function snapshot(course: SmallCourse, paths: string[]) {
  return paths.map((path) => course.has(path) && course.read(path));
}

function expectObstacle(outcome: Outcome, ...paths: string[]) {
  expect(outcome.obstacles.map((found) => found.paths)).toEqual([paths]);
}

describe("the first composition", () => {
  test("puts a later layer over an earlier one", () => {
    const course = composedCourse();
    expect(course.read("labs/bauth01/src/bauth01.ts")).toContain("TODO");
    expect(course.read("solutions/bauth01/src/bauth01.ts")).toBe(
      "bauth01 done\n",
    );
    expect(course.read("labs/bauth02/src/bauth01.ts")).toBe(
      "bauth01 done\n",
    );
    expect(course.read("labs/bauth02/src/bauth02.ts")).toContain("TODO");
    expect(course.read("labs/bauth02/tests/bauth01.test.ts")).toBe(
      "test bauth01\n",
    );
    expect(course.has("labs/bauth01/tests/bauth02.test.ts")).toBe(false);
    expect(
      JSON.parse(course.read("solutions/bauth02/tests/bauth01.json")),
    ).toMatchObject({ id: "bauth01" });
  });

  test("keeps what a step only gives, in its solution and ever after", () => {
    const course = composedCourse();
    for (const folder of ["solutions/bauth01", "labs/bauth02"]) {
      expect(course.read(`${folder}/src/[...all]/given.ts`)).toBe(
        "given\n",
      );
    }
  });

  test("copies bytes, not text", () => {
    const course = smallCourse();
    const bytes = Buffer.from([0xff, 0x00, 0xc3, 0x28, 0x0d, 0x0a]);
    course.write("course/base/picture.png", bytes);
    const { composed } = compose(course.root);
    expect(composed.get("labs/bauth01/picture.png")?.content).toEqual(
      bytes,
    );
    expect(compose(course.root).obstacles).toEqual([]);
  });

  test("leaves ignored files alone, in course/ and in the folders", () => {
    const course = composedCourse();
    course.write("course/base/node_modules/x/index.js", "");
    course.write("labs/bauth01/node_modules/x/index.js", "");
    course.write("labs/bauth01/.data/base", "");
    const outcome = compose(course.root);
    expect(outcome.obstacles).toEqual([]);
    expect(outcome.writes).toEqual([]);
    expect(course.has("labs/bauth01/.data/base")).toBe(true);
  });
});

describe.each(memories)("%s", (_, know) => {
  function prepared() {
    const course = composedCourse();
    know(course);
    return course;
  }

  test("an edit of a source reaches every folder that shares it", () => {
    const course = prepared();
    course.write("course/base/shared.ts", "new\n");
    compose(course.root);
    expect(snapshot(course, shared)).toEqual(shared.map(() => "new\n"));
  });

  test("a new source reaches every folder", () => {
    const course = prepared();
    course.write("course/base/new.ts", "new\n");
    course.write("course/bauth02/tests/support/new.ts", "new\n");
    expect(compose(course.root).obstacles).toEqual([]);
    expect(course.read("labs/bauth01/new.ts")).toBe("new\n");
    expect(course.read("solutions/bauth02/new.ts")).toBe("new\n");
    expect(course.has("labs/bauth01/tests/support/new.ts")).toBe(false);
    expect(course.read("labs/bauth02/tests/support/new.ts")).toBe("new\n");
  });

  test("an edit in a folder reaches its source and the other folders", () => {
    const course = prepared();
    course.write("labs/bauth02/shared.ts", "new\n");
    compose(course.root);
    expect(course.read("course/base/shared.ts")).toBe("new\n");
    expect(snapshot(course, shared)).toEqual(shared.map(() => "new\n"));
  });

  test("an edit goes to the layer that the file came from", () => {
    const course = prepared();
    course.write("solutions/bauth02/src/bauth01.ts", "better\n");
    compose(course.root);
    expect(course.read("course/bauth01/solution/src/bauth01.ts")).toBe(
      "better\n",
    );
    expect(course.read("solutions/bauth01/src/bauth01.ts")).toBe(
      "better\n",
    );
    expect(course.read("labs/bauth01/src/bauth01.ts")).toContain("TODO");
    expect(course.has("course/bauth02/solution/src/bauth01.ts")).toBe(
      false,
    );
  });

  test("an edit of a fact in a folder reaches the READMEs as well", () => {
    const course = prepared();
    const file = "labs/bauth02/tests/bauth01.json";
    course.write(file, course.read(file).replace("Цель b", "Смысл b"));
    compose(course.root);
    expect(course.read("course/bauth01/step.json")).toContain("Смысл");
    expect(course.read("labs/bauth01/README.md")).toContain("Смысл");
    expect(course.read("labs/README.md")).toContain("Смысл");
  });

  test("the same edit in two folders is one edit", () => {
    const course = prepared();
    course.write("labs/bauth01/shared.ts", "new\n");
    course.write("solutions/bauth02/shared.ts", "new\n");
    expect(compose(course.root).obstacles).toEqual([]);
    expect(snapshot(course, shared)).toEqual(shared.map(() => "new\n"));
  });

  test("different edits in two folders stop it, and nothing changes", () => {
    const course = prepared();
    course.write("labs/bauth01/shared.ts", "one\n");
    course.write("solutions/bauth02/shared.ts", "two\n");
    course.write("course/bauth01/tests/bauth01.test.ts", "other\n");
    expectObstacle(
      compose(course.root),
      "course/base/shared.ts",
      "labs/bauth01/shared.ts",
      "solutions/bauth02/shared.ts",
    );
    expect(snapshot(course, ["course/base/shared.ts", ...shared])).toEqual(
      ["shared\n", "one\n", "shared\n", "shared\n", "two\n"],
    );
    expect(course.read("labs/bauth01/tests/bauth01.test.ts")).toBe(
      "test bauth01\n",
    );
  });

  test("edits on both sides stop it, and nothing changes", () => {
    const course = prepared();
    course.write("course/base/shared.ts", "source\n");
    course.write("labs/bauth01/shared.ts", "copy\n");
    expectObstacle(
      compose(course.root),
      "course/base/shared.ts",
      "labs/bauth01/shared.ts",
    );
    expect(snapshot(course, ["course/base/shared.ts", ...shared])).toEqual(
      ["source\n", "copy\n", "shared\n", "shared\n", "shared\n"],
    );
  });

  test("a new file in a folder stops it and is told its place", () => {
    const course = prepared();
    course.write("labs/bauth02/src/new.ts", "");
    course.write("solutions/bauth02/src/[id]/new.ts", "");
    course.write("solutions/bauth02/tests/new.ts", "");
    const advice = compose(course.root).obstacles.map(
      (found) => found.advice,
    );
    expect(advice).toEqual([
      expect.stringContaining("course/bauth02/start/src/new.ts"),
      expect.stringContaining("course/bauth02/solution/src/[id]/new.ts"),
      expect.stringContaining("course/bauth02/tests/new.ts"),
    ]);
    expect(course.has("labs/bauth02/src/new.ts")).toBe(true);
  });

  test("a deleted file is neither made again nor taken away unasked", () => {
    const course = prepared();
    course.remove("labs/bauth01/shared.ts");
    const outcome = compose(course.root);
    expectObstacle(outcome, "labs/bauth01/shared.ts");
    expect(outcome.obstacles[0]?.advice).toContain(
      "course/base/shared.ts",
    );
    expect(course.has("labs/bauth01/shared.ts")).toBe(false);

    compose(course.root, { restore: true });
    expect(course.read("labs/bauth01/shared.ts")).toBe("shared\n");
  });

  test("a whole folder that is gone is made anew", () => {
    const course = prepared();
    course.remove("labs");
    expect(compose(course.root).obstacles).toEqual([]);
    expect(course.read("labs/bauth01/shared.ts")).toBe("shared\n");
  });

  test("a file taken out of course/ goes from the folders", () => {
    const course = prepared();
    course.remove("course/bauth01/start/src/[...all]");
    compose(course.root);
    expect(course.has("labs/bauth01/src/[...all]")).toBe(false);
    expect(course.has("solutions/bauth02/src/[...all]")).toBe(false);
    expect(course.has("labs/bauth01/src/bauth01.ts")).toBe(true);
  });

  test("an edited file stays when its source is taken out", () => {
    const course = prepared();
    course.remove("course/base/shared.ts");
    course.write("labs/bauth01/shared.ts", "precious\n");
    expectObstacle(compose(course.root), "labs/bauth01/shared.ts");
    expect(course.read("labs/bauth01/shared.ts")).toBe("precious\n");
    expect(course.has("labs/bauth02/shared.ts")).toBe(true);
  });

  test("an edit of a README is refused, naming what it is made of", () => {
    const course = prepared();
    course.write("labs/bauth01/README.md", "mine\n");
    const outcome = compose(course.root);
    expectObstacle(outcome, "labs/bauth01/README.md");
    expect(outcome.obstacles[0]?.advice).toContain(
      "course/bauth01/step.json",
    );
    expect(course.read("labs/bauth01/README.md")).toBe("mine\n");
  });

  test("a file moved to another layer changes nothing", () => {
    const course = prepared();
    course.write("course/bauth01/start/shared.ts", "shared\n");
    course.remove("course/base/shared.ts");
    const outcome = compose(course.root);
    expect(outcome).toMatchObject({
      obstacles: [],
      writes: [],
      removals: [],
    });
    course.write("labs/bauth02/shared.ts", "new\n");
    compose(course.root);
    expect(course.read("course/bauth01/start/shared.ts")).toBe("new\n");
  });
});

describe.skipIf(!has("git"))("with commits that were not composed", () => {
  function cloned() {
    const course = composedCourse();
    course.asCloned();
    return course;
  }

  test("a committed edit of a source goes on to the folders", () => {
    const course = cloned();
    course.write("course/base/shared.ts", "new\n");
    course.commit();
    compose(course.root);
    expect(snapshot(course, shared)).toEqual(shared.map(() => "new\n"));
  });

  test("a committed edit in a folder goes back to its source", () => {
    const course = cloned();
    // The commit before was composed one commit too late.
    course.write("course/bauth01/start/src/[...all]/given.ts", "late\n");
    course.commit();
    compose(course.root);
    course.commit();
    course.remove(".cache");
    course.write(
      "solutions/bauth02/src/[...all]/given.ts",
      "new on the web\n",
    );
    course.commit();
    compose(course.root);
    expect(course.read("course/bauth01/start/src/[...all]/given.ts")).toBe(
      "new on the web\n",
    );
    expect(course.read("labs/bauth01/src/[...all]/given.ts")).toBe(
      "new on the web\n",
    );
  });

  test("a source whose removal is committed goes from the folders", () => {
    const course = cloned();
    course.remove("course/base/shared.ts");
    course.commit();
    expect(compose(course.root).obstacles).toEqual([]);
    expect(course.has("labs/bauth01/shared.ts")).toBe(false);
  });

  test("a source that comes back is composed again", () => {
    const course = cloned();
    course.remove("course/base/shared.ts");
    compose(course.root);
    course.commit();
    course.write("course/base/shared.ts", "back\n");
    expect(compose(course.root).obstacles).toEqual([]);
    expect(snapshot(course, shared)).toEqual(shared.map(() => "back\n"));
  });

  test("both committed: nobody can tell", () => {
    const course = cloned();
    course.write("course/base/shared.ts", "one\n");
    course.write("labs/bauth01/shared.ts", "two\n");
    course.commit();
    expectObstacle(
      compose(course.root),
      "course/base/shared.ts",
      "labs/bauth01/shared.ts",
    );
  });
});

test.skipIf(!has("git"))(
  "after a pull, an edit is told from what was pulled",
  () => {
    const course = composedCourse();
    course.asCloned();
    compose(course.root);
    // What git does on a pull: both sides change, and nobody composes.
    for (const path of ["course/base/shared.ts", ...shared]) {
      course.write(path, "pulled\n");
    }
    course.commit();
    course.write("labs/bauth01/shared.ts", "pulled and edited\n");
    compose(course.root);
    expect(course.read("course/base/shared.ts")).toBe(
      "pulled and edited\n",
    );
  },
);

test.skipIf(!has("git"))(
  "a folder put back by git does not undo an edit of its source",
  () => {
    const course = composedCourse();
    course.asCloned();
    course.write("course/base/shared.ts", "new\n");
    compose(course.root);
    course.git("checkout", "--", "labs", "solutions");
    compose(course.root);
    expect(snapshot(course, shared)).toEqual(shared.map(() => "new\n"));
    expect(course.read("course/base/shared.ts")).toBe("new\n");
  },
);

test("what came back overwrites copies of which nothing is known", () => {
  const course = composedCourse();
  // As when somebody has carried a new source on by hand.
  course.write(
    ".cache/compose.json",
    course
      .read(".cache/compose.json")
      .replace(/"labs\/bauth02\/(?:shared\.ts|README\.md)"/g, '"x"'),
  );
  course.write("labs/bauth01/shared.ts", "new\n");
  const file = "labs/bauth01/tests/bauth01.json";
  course.write(file, course.read(file).replace("Шаг", "Ход"));
  expect(compose(course.root).obstacles).toEqual([]);
  expect(snapshot(course, shared)).toEqual(shared.map(() => "new\n"));
  expect(compose(course.root).obstacles).toEqual([]);
});

test("without git and without an earlier composition nobody can tell", () => {
  const course = composedCourse();
  course.remove(".cache");
  expect(compose(course.root).obstacles).toEqual([]);
  course.remove(".cache");
  course.write("labs/bauth01/shared.ts", "edited\n");
  const outcome = compose(course.root);
  expectObstacle(
    outcome,
    "course/base/shared.ts",
    "labs/bauth01/shared.ts",
  );
  expect(outcome.obstacles[0]?.problem).toContain("nor git");
});

test("a second composition has nothing to do", () => {
  const course = composedCourse();
  expect(compose(course.root)).toMatchObject({
    edits: new Map(),
    writes: [],
    removals: [],
    obstacles: [],
  });
});
