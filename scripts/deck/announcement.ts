import { networkInterfaces } from "node:os";
import { stripVTControlCharacters } from "node:util";

/** A deck that is about to be shown. */
export type Show = {
  port: number;
  /** undefined: for this machine alone; "": to all of the network; else the
   * presenter's screen asks for this password. */
  remote: string | undefined;
  /** "owner/name" on GitHub; undefined while nobody knows one. */
  repository: string | undefined;
  /** Whether somebody can press Slidev's keys. */
  hasKeyboard: boolean;
};

/**
 * What `npm start` says, in place of Slidev's own English.
 *
 * @param hosts this machine's addresses in its networks
 */
export function announcement(
  { port, remote, repository, hasKeyboard }: Show,
  hosts = networkHosts(),
): string {
  return [
    "",
    row("Лекция", `http://localhost:${port}/`),
    row("Экран преподавателя", `http://localhost:${port}/${presenter()}`),
    ...(remote === undefined
      ? [row("С телефона", "npm start -- --remote=пароль")]
      : forPhones()),
    ...(hasKeyboard
      ? [
          row(
            "Клавиши",
            "r — перезапустить, o — открыть, e — в редактор, q — выйти",
          ),
        ]
      : []),
    row("Остановить", "Ctrl-C"),
    "",
    ...(repository ? [] : [unknownRepository]),
  ].join("\n");

  function presenter(): string {
    return remote
      ? `#/presenter/1?password=${encodeURIComponent(remote)}`
      : "#/presenter/";
  }

  function forPhones(): string[] {
    if (hosts.length === 0)
      return [row("С телефона", "у компьютера нет адреса: он не в сети")];
    return [
      ...hosts.flatMap((host) => [
        row("С телефона, слайды", `http://${host}:${port}/`),
        row("С телефона, пульт", `http://${host}:${port}/${presenter()}`),
      ]),
      row(
        "",
        remote
          ? "Пульт и заметки — только с паролем, слайды видят все в этой сети."
          : "Пароля нет: пульт и заметки открыты всем в этой сети.",
      ),
    ];
  }
}

/**
 * Says why badges and clone commands have no repository, and how to name it.
 * `repositoryOf` looks at these places.
 */
const unknownRepository = `  На слайдах вместо адреса курса стоит ВЛАДЕЛЕЦ/РЕПОЗИТОРИЙ, поэтому студенты
  не смогут скопировать команду, которая клонирует лабораторную. Назовите его:

    git remote add origin https://github.com/ВЛАДЕЛЕЦ/РЕПОЗИТОРИЙ.git

  или "repository": "ВЛАДЕЛЕЦ/РЕПОЗИТОРИЙ" в package.json, и запустите снова.
`;

function row(name: string, value: string): string {
  return `  ${name.padEnd(24)}${value}`;
}

/** IPv4, as Slidev's own list: what can be typed into a phone. */
function networkHosts(): string[] {
  return Object.values(networkInterfaces()).flatMap((addresses = []) =>
    addresses.flatMap(({ family, internal, address }) =>
      family === "IPv4" && !internal ? [address] : [],
    ),
  );
}

/** The names of Slidev's rows at the start, the lines above them, and that
 * there is no internet: a class-room needs none. */
const english =
  /^\s*(?:$|●■▲|Slidev {2}v|(?:theme|css engine|entry) {2}|[\w ]+ > |Could not determine the public IP)/;

/**
 * Leaves out what Slidev says at its start and after each restart:
 * `announcement` has it in Russian. What it says otherwise goes through.
 *
 * @param line of its output, perhaps in colour
 */
export function* withoutBanner(line: string): Generator<string> {
  if (!english.test(stripVTControlCharacters(line))) yield line;
}
