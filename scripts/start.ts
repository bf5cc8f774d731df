// What `npm start` runs once Node, pnpm and the dependencies are there.
import { InvalidArgumentError } from "commander";
import { execa } from "execa";
import getPort, { portNumbers } from "get-port";
import { join } from "node:path";
import { repositoryOf } from "./course/repository.ts";
import { root } from "./course/steps.ts";
import { announcement, withoutBanner } from "./deck/announcement.ts";
import { command } from "./process/command.ts";
import { endWithParent } from "./process/parent.ts";

const usual = 3030;

endWithParent();

const { port: wanted, remote } = command(
  "npm start --",
  "Показывает лекцию в браузере.",
)
  .option("-p, --port <номер>", "порт вместо 3030", portNumber)
  .option(
    "--remote [пароль]",
    "показать лекцию и другим устройствам этой сети, например телефону с пультом; с паролем экран преподавателя откроется только тем, кто его знает",
  )
  .parse()
  .opts<{ port?: number; remote?: string | true }>();
/** Without a password it is true for commander, and empty for Slidev. */
const password = remote === true ? "" : remote;

let outcome: Outcome;
do outcome = await present(await portFor(wanted));
while (outcome === "port taken");
process.exitCode = outcome;

type Outcome = number | "port taken";

/** Where the deck can be shown; ends when a port was asked for and is taken. */
async function portFor(wanted: number | undefined): Promise<number> {
  const first = wanted ?? usual;
  const free = await getPort({ port: portNumbers(first, first + 100) });
  if (free !== first && wanted !== undefined) {
    console.error(
      `Порт ${wanted} занят другой программой. Свободен, например, ${free}: npm start -- --port ${free}`,
    );
    process.exit(1);
  }
  if (free !== first)
    console.log(
      `\nПорт ${first} занят другой программой, лекция будет на ${free}.\n` +
        "Выбрать порт самому: npm start -- --port 3131",
    );
  return free;
}

/**
 * Runs the deck until it is stopped.
 *
 * @returns its exit code; or that somebody took the port at that very moment
 */
async function present(port: number): Promise<Outcome> {
  console.log(
    announcement({
      port,
      remote: password,
      repository: repositoryOf(root, process.env),
      hasKeyboard: process.stdin.isTTY,
    }),
  );
  let taken = false;
  const { exitCode } = await execa(
    "slidev",
    [
      ...["slides.md", "--port", String(port)],
      ...(password === undefined ? [] : [`--remote=${password}`]),
      ...(someoneIsLooking() ? ["--open"] : []),
    ],
    {
      cwd: join(root, "slides"),
      preferLocal: true,
      localDir: join(root, "slides"),
      stdin: "inherit",
      stdout: [withoutBanner, "inherit"],
      stderr: [withoutTaken, "inherit"],
      reject: false,
    },
  );
  return taken ? "port taken" : (exitCode ?? 1);

  /** Vite says it with a stack trace; the next port is the better answer. */
  function* withoutTaken(line: string) {
    taken ||= line.includes(`Port ${port} is already in use`);
    if (!taken) yield line;
  }
}

/** Whether there is a desktop to open a browser on. */
function someoneIsLooking(): boolean {
  const { CI, DISPLAY, WAYLAND_DISPLAY, SSH_CONNECTION } = process.env;
  if (CI || SSH_CONNECTION || !process.stdout.isTTY) return false;
  return (
    process.platform !== "linux" || Boolean(DISPLAY ?? WAYLAND_DISPLAY)
  );
}

function portNumber(text: string): number {
  const port = Number(text);
  if (Number.isInteger(port) && port > 0 && port < 65_000) return port;
  throw new InvalidArgumentError("Порт — это число от 1 до 64999.");
}
