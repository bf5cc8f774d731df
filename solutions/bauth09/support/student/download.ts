import { Refusal } from "./refusal.ts";

/** How git and Node say that nobody answers. */
const NO_NETWORK =
  /resolve host|ENOTFOUND|EAI_AGAIN|ECONN\w+|ETIMEDOUT|ENETUNREACH|EHOSTUNREACH|failed to connect|connection (refused|timed out)|unable to access/i;

/** What is known of why a download failed. */
type Failure = { code?: string; message: string; said: string };

/**
 * Gets a folder of a GitHub repository as it is on its default branch. What
 * was downloaded before degit keeps, and takes when GitHub does not answer.
 * Needs git only for a repository that is not public.
 * @param repository "owner/name"
 * @param place such as "labs/bauth05"
 * @param to an empty folder
 * @param retry what to type when it did not work
 * @throws Refusal that says why it did not work, and what to do
 * @see https://github.com/Rich-Harris/degit/blob/main/docs/USAGE.md
 */
export async function download(
  repository: string,
  place: string,
  to: string,
  retry: string,
): Promise<void> {
  const { env } = process;
  // A wrong address would make git ask for a name and a password.
  env.GIT_TERMINAL_PROMPT = "0";
  // degit knows the name in small letters only.
  if (env.HTTPS_PROXY) env.https_proxy ??= env.HTTPS_PROXY;
  console.log(`Скачиваю ${place} из ${repository} …`);
  const { default: degit } = await import("degit");
  const job = degit(`${repository}/${place}`);
  const said: string[] = [];
  let isOld = false;
  job.on("warn", ({ message, original }) => {
    said.push(message, String(original ?? ""));
  });
  job.on("info", ({ code }) => {
    isOld ||= code === "USING_CACHE";
  });
  try {
    await job.clone(to);
  } catch (error) {
    const { code, message } = error as Error & { code?: string };
    const { original } = error as { original?: unknown };
    const all = [...said, String(original ?? "")].join("\n");
    throw new Refusal(
      `Не удалось скачать ${place} из ${repository}: ${reasonOf({ code, message, said: all }, place)}\nБез сети подойдёт папка, где лежит копия курса: ${retry} ПАПКА`,
    );
  }
  if (isOld)
    console.log("GitHub не отвечает: взята копия, скачанная раньше.");
}

function reasonOf(
  { code, message, said }: Failure,
  place: string,
): string {
  if (code === "MISSING_SUBDIR")
    return `папки ${place} там нет. Проверьте адрес у преподавателя.`;
  if (/git ENOENT/.test(said))
    return "GitHub не отвечает, или репозиторий закрыт: для закрытого нужен git, а его здесь нет. Проверьте сеть и адрес и повторите команду.";
  if (NO_NETWORK.test(said))
    return "нет связи с github.com. Проверьте сеть и повторите команду.";
  if (code === "MISSING_REF" || code === "COULD_NOT_FETCH")
    return "такого репозитория нет, или он закрыт. Проверьте адрес у преподавателя.";
  return `${message}. Повторите команду.`;
}
