import {
  mkdirSync,
  mkdtempSync,
  readFileSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { execa } from "execa";
import { parse } from "yaml";
import { terminal } from "../process/terminal.ts";

type Step = {
  id?: string;
  name?: string;
  uses?: string;
  with?: Record<string, string>;
  run?: string;
  env?: Record<string, string>;
};

/** What a run of a workflow leaves on GitHub. */
export type WorkflowRun = {
  /** The step that failed; undefined when all is green. */
  failedAt?: string;
  /** All that the steps have printed. */
  log: string;
  /** Of the page of the run, in Markdown. */
  summary: string;
  /** By id of the step, then by name. */
  outputs: Record<string, Record<string, string>>;
};

/**
 * Runs the one job of a workflow file as GitHub does: its shell lines in bash,
 * with the files and variables that GitHub gives them; actions/checkout with
 * git itself. The runner's Node.js is the one that runs this.
 *
 * @param file the workflow
 * @param given `folder`: where the runner works. `repositories`: by name, where each lies; "" is the one that
 *   the workflow runs in. `vars`: the variables of its settings. `services`:
 *   addresses to use instead of those of the job's services, by variable
 * @see https://docs.github.com/actions/reference/workflows-and-actions/workflow-syntax#jobsjob_idstepsshell
 */
export async function runWorkflow(
  file: string,
  given: {
    folder: string;
    repositories: Record<string, string>;
    vars: Record<string, string>;
    services: Record<string, string>;
  },
): Promise<WorkflowRun> {
  const { jobs } = parse(readFileSync(file, "utf8")) as {
    jobs: Record<string, { steps: Step[] }>;
  };
  const { steps } = Object.values(jobs)[0]!;
  const home = mkdtempSync(join(given.folder, "runner "));
  const work = join(home, "work");
  mkdirSync(work);
  const made: WorkflowRun = { log: "", summary: "", outputs: {} };
  const github = {
    CI: "true",
    GITHUB_ACTIONS: "true",
    GITHUB_WORKSPACE: work,
    GITHUB_STEP_SUMMARY: join(home, "summary"),
    GITHUB_OUTPUT: join(home, "output"),
    GITHUB_ENV: join(home, "env"),
  };
  // Global packages of this machine stay as they are.
  const prefix = join(home, "npm");
  const PATH = [join(prefix, "bin"), process.env.PATH].join(":");
  const evaluate = (text: string) =>
    String(text).replace(/\$\{\{ (.+?) \}\}/g, (_, expression: string) => {
      const [of = "", name = "", , output = ""] = expression.split(".");
      if (of === "vars") return given.vars[name] ?? "";
      return made.outputs[name]?.[output] ?? "";
    });

  for (const step of steps) {
    if (step.uses?.startsWith("actions/checkout@")) {
      const { repository = "", ref = "HEAD", path } = step.with!;
      const from = given.repositories[evaluate(repository)]!;
      const to = join(work, path!);
      await execa("git", ["clone", "--quiet", from, to]);
      await execa("git", ["checkout", "--quiet", evaluate(ref)], {
        cwd: to,
      });
    }
    if (!step.run) continue;
    const env = Object.entries({ ...step.env, ...given.services })
      .filter(([name]) => step.env?.[name] !== undefined)
      .map(([name, value]) => [name, evaluate(value)]);
    writeFileSync(github.GITHUB_OUTPUT, "");
    writeFileSync(github.GITHUB_STEP_SUMMARY, "");
    const { all, failed } = await terminal(work, {
      ...github,
      PATH,
      npm_config_prefix: prefix,
      ...Object.fromEntries(env),
    })({ all: true, reject: false })("bash", [
      "--noprofile",
      "--norc",
      "-e",
      "-c",
      step.run,
    ]);
    made.log += `${all}\n`;
    made.summary += readFileSync(github.GITHUB_STEP_SUMMARY, "utf8");
    made.outputs[step.id ?? step.name ?? ""] = Object.fromEntries(
      readFileSync(github.GITHUB_OUTPUT, "utf8")
        .split("\n")
        .filter(Boolean)
        .map((line) => {
          const [name = "", ...value] = line.split("=");
          return [name, value.join("=")];
        }),
    );
    if (failed) return { ...made, failedAt: step.name };
  }
  return made;
}
