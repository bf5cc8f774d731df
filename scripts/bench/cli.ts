// What students wait for, and what the verification costs, in one run.
import { command } from "../process/command.ts";
import { measureFirstContact } from "./first-contact.ts";
import { sandbox } from "./folders.ts";
import { measureGrading } from "./grading.ts";
import { profile } from "./profile.ts";
import { measureSolutions } from "./solutions.ts";
import { measureVerification } from "./verification.ts";
import { measureWatching } from "./watch.ts";

/** Short, with many answers. */
const STEP = "bauth02";

const sections: Record<string, () => Promise<void>> = {
  profile: () => profile("bauth09"),
  solutions: () => measureSolutions(runs),
  watch: () => measureWatching(saves),
  contact: () => measureFirstContact(),
  verify: () => measureVerification(STEP),
  grade: () => measureGrading(),
};

const cli = command(
  "pnpm bench",
  "Чего ждут студенты и сколько стоит проверка: время, память, доли. Занимает около четверти часа, требует спокойной машины и ничего не проваливает.",
)
  .argument(
    "[части...]",
    `только эти: ${Object.keys(sections).join(", ")}`,
  )
  .option("--runs <число>", "прогонов каждого решения", Number, 2)
  .option("--saves <число>", "сохранений в каждой папке", Number, 3)
  .parse();
const { runs, saves } = cli.opts<{ runs: number; saves: number }>();
const chosen = cli.args.length > 0 ? cli.args : Object.keys(sections);

await sandbox.install();
for (const name of chosen) {
  const section = sections[name];
  if (section) await section();
  else cli.error(`Нет части «${name}».`);
}
