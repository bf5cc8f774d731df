import { execa } from "execa";

/**
 * Opens a folder in the editor that VISUAL names, else in VS Code, else in the
 * editor that EDITOR names: many machines have a small one there, for git.
 *
 * @param root folder of the course
 * @param folder from the root; without characters that a shell reads
 * @returns what has been done, in Russian
 */
export async function openInEditor(
  root: string,
  folder: string,
): Promise<string> {
  const { VISUAL, EDITOR } = process.env;
  const run = execa({ cwd: root, stdio: "inherit", reject: false });
  // As git does: the variable holds a command with its arguments.
  const byShell = async (editor: string) => {
    const { failed } = await run({ shell: true })(`${editor} ${folder}`);
    return failed
      ? `Редактор «${editor}» не открылся. Откройте папку сами.`
      : `Открыто: ${editor}`;
  };
  if (VISUAL) return byShell(VISUAL);
  const { failed } = await run("code", [folder]);
  if (!failed) return "Открыто в VS Code.";
  return EDITOR
    ? byShell(EDITOR)
    : "Редактора не нашлось. Откройте папку сами или назовите редактор в переменной VISUAL.";
}
