import { root, stepIds } from "../course/steps.ts";
import { command } from "../process/command.ts";
import { RunCache } from "../process/run-cache.ts";
import { withProgress } from "../report/progress.ts";
import { readCourse } from "../verify/course.ts";
import { Runners } from "../verify/runners.ts";
import { Sandbox } from "../verify/sandbox.ts";
import { measure } from "./measure.ts";

const program = command(
  "pnpm mutants",
  "Портит решения по мелочи, смотрит, что из этого замечают тесты, и записывает итог в course/*/mutants.json. Это долго.",
)
  .argument("[шаги...]", "только эти, например bauth04")
  .parse();
const unknown = program.args.filter((step) => !stepIds().includes(step));
if (unknown.length > 0)
  program.error(
    `Нет такого шага: ${unknown.join(", ")}. Есть ${stepIds().join(", ")}.`,
  );

const sandbox = new Sandbox(root);
await sandbox.install();
const runners = new Runners(sandbox.folder);
for (const signal of ["SIGINT", "SIGTERM"] as const)
  process.once(
    signal,
    () => void runners.close().then(() => process.exit(130)),
  );
const cache = RunCache.of(root);
const course = readCourse({ sandbox, runners, cache, database: "" });
const steps = course.steps.filter(
  ({ id }) => program.args.length === 0 || program.args.includes(id),
);
const unexplained: string[] = [];
try {
  await withProgress(
    steps.map(({ id, title }, at) => ({
      title: `${id} · ${title}`,
      task: async (_, line) => {
        const say = (text: string) => {
          line.title = `${id} · ${title} — ${text}`;
        };
        unexplained.push(...(await measure(course, steps[at]!, say)));
      },
    })),
    { concurrent: false },
  );
} finally {
  await runners.close();
}
if (unexplained.length > 0)
  console.log(
    `\nТесты не замечают, и не сказано почему:\n${unexplained.join("\n")}\n\nСделайте тесты зорче или впишите "reason" в course/*/mutants.json.`,
  );
