import getPort from "get-port";
import { whenSaid } from "../process/said.ts";
import { copyOf } from "./copy.ts";

/**
 * Opens the site of a solution as a student does, with nothing configured.
 *
 * @param folder such as "solutions/bauth10"
 * @param name of its copy; no two sites at the same moment have the same
 * @param settings of .env.local that are other than `pnpm dev` makes them
 * @throws Error with what `pnpm dev` said, when it has not opened it
 */
export async function openSite(
  folder: string,
  name: string,
  settings: Record<string, string> = {},
) {
  const port = await getPort();
  const lab = await copyOf(folder, name);
  lab.clear(".env.local", ".data", ".next");
  for (const [name, value] of Object.entries(settings))
    lab.edit(".env.example", (text) =>
      text.replace(new RegExp(`^${name}=.*$`, "m"), `${name}=${value}`),
    );
  const server = lab.dev(["-p", String(port)]);
  const said = await whenSaid(server, "остановить — Ctrl-C");
  const [, origin] = /Сайт открыт: (\S+)/.exec(said) ?? [];
  if (!origin) throw new Error(said);
  return {
    origin,
    port,
    lab,
    async stop(): Promise<void> {
      server.kill("SIGINT");
      await server;
    },
  };
}
