/** What a runner is asked to do. */
export type Job = {
  /** Absolute path of a lab's or solution's copy. */
  folder: string;
  /** Which test files, from the folder; empty for all. */
  files: string[];
};

/** What a runner says: a test has ended, or all have. */
export type Message = "progress" | TestRun;

/** What the tests of a folder came to. */
export type TestRun = {
  tests: TestResult[];
  /** What went wrong outside of any test: imports, suites, stray promises. */
  broken: { where: string; message: string }[];
};

export type TestResult = {
  /** From the folder, with "/". */
  file: string;
  /** Suites and test, such as "bauth04 > роль от клиента не принимается". */
  name: string;
  /** The test alone. */
  ownName: string;
  state: "passed" | "failed" | "skipped" | "pending";
  errors: { name: string; message: string }[];
};

/** A run that came to no result: why, in Russian. */
export type Stopped = { stopped: string };
