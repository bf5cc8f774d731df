import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { execa } from "execa";

/**
 * Nothing is shared with the machine, the network included.
 *
 * @see https://github.com/containers/bubblewrap
 */
export const sealed = [
  "--unshare-all",
  "--die-with-parent",
  "--new-session",
  ...["--cap-drop", "ALL"],
  ...["--proc", "/proc"],
  ...["--dev", "/dev"],
];

/**
 * The path of bubblewrap, where it works: it is tried, as a container may lack
 * the right to make namespaces.
 */
export async function bubblewrapHere(): Promise<string | undefined> {
  const [program] = (process.env.PATH ?? "")
    .split(delimiter)
    .map((folder) => join(folder, "bwrap"))
    .filter((path) => existsSync(path));
  if (!program) return undefined;
  const everything = ["--ro-bind", "/", "/"];
  const { failed } = await execa(
    program,
    [...everything, ...sealed, "true"],
    { reject: false, stdin: "ignore" },
  );
  return failed ? undefined : program;
}
