import { CourseError, root } from "../course/steps.ts";
import { command } from "../process/command.ts";
import { openInEditor } from "./editor.ts";
import { labList, takeLab } from "./labs.ts";

command(
  "pnpm lab",
  "Копирует лабораторную в my-labs/ и открывает её в редакторе: в labs/ остаётся начало. Без имени показывает все и что с ними.",
)
  .argument("[лабораторная]", "например bauth04")
  .option("--no-open", "не открывать редактор")
  .action(run)
  .parse();

async function run(
  id: string | undefined,
  { open }: { open: boolean },
): Promise<void> {
  try {
    if (id) await take(id, open);
    else console.log(labList(root));
  } catch (error) {
    if (!(error instanceof CourseError)) throw error;
    console.error(error.message);
    process.exitCode = 1;
  }
}

async function take(id: string, open: boolean): Promise<void> {
  const { folder, isNew } = await takeLab(root, id);
  console.log(
    [
      isNew
        ? `Лабораторная скопирована: ${folder}`
        : `Она у вас уже есть, в ней ничего не тронуто: ${folder}`,
      "",
      `  cd ${folder}`,
      "  npm install   (или pnpm install, bun install)",
      "  npm test",
      "",
    ].join("\n"),
  );
  if (open) console.log(await openInEditor(root, folder));
}
