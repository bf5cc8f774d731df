// First: the others look at the environment.
import "./environment.mjs";
import { createHash, randomBytes } from "node:crypto";
import { once } from "node:events";
import {
  existsSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import next from "next";
import { isElsewhere, placeOf, wayTo } from "./address.ts";
import { openPanel, type Panel } from "./panel/panel.ts";
import {
  DatabaseInUse,
  embeddedIn,
  embeddedProblem,
  migrateDatabase,
  migrationProblem,
} from "./postgres.ts";
import { serverProblem } from "./server.ts";

const SETTINGS = ".env.local";
const DATA = ".data/postgres";
const DATABASE = ".data/url";

/**
 * `pnpm dev`: the site with nothing to configure. Makes .env.local with a
 * secret of its own, starts the embedded PostgreSQL when there is no
 * DATABASE_URL, applies the migrations and runs Next.js.
 * @param args `-p 4000` for another port
 */
export async function dev(args: string[]): Promise<void> {
  endWithParent();
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) {
    // "exit" comes after it, and the lock of the data goes.
    process.once(signal, () => process.exit());
  }
  if (!existsSync(SETTINGS)) makeSettings();
  process.loadEnvFile(SETTINGS);
  const place = orStop(() => placeOf(args));
  process.env.BETTER_AUTH_URL = place.address.origin;
  process.env.COOKIE_PREFIX = cookiePrefix();

  const url = process.env.DATABASE_URL;
  try {
    process.env.DATABASE_URL = url || (await embedded());
    await migrateDatabase(process.env.DATABASE_URL);
  } catch (error) {
    stop(databaseProblem(error as Error, url));
  }
  const panel = openPanel(place.port, process.env.DATABASE_URL);
  // The layout puts a link to it on every page.
  process.env.DEV_PANEL = panel.address;
  await startNext(place.port, place.address, panel).catch(
    ({ code, message }) =>
      stop(
        code === "EADDRINUSE"
          ? `Порт ${place.port} занят другой программой. Закройте её или возьмите другой порт: -p ${place.port + 1}.`
          : `Next.js не запустился: ${message}`,
      ),
  );
  console.log(
    `\nСайт открыт: ${place.address.origin}  (остановить — Ctrl-C)`,
  );
  console.log(
    `Что было в последнем запросе: ${panel.address}  (cookie, сессия, пользователь)`,
  );
  if (!url) {
    console.log(
      `База данных: ${process.env.DATABASE_URL}  (посмотреть — команда db:studio)`,
    );
  }
  console.log("");
}

/** Starts the embedded server and notes where, for `pnpm db:studio`. */
async function embedded(): Promise<string> {
  const { url } = await embeddedIn(DATA);
  writeFileSync(DATABASE, url);
  process.once("exit", () => rmSync(DATABASE, { force: true }));
  return url;
}

/** Folders differ in it: cookies of localhost are the same at all its ports. */
function cookiePrefix(): string {
  const hash = createHash("sha256").update(realpathSync("."));
  return `notes-${hash.digest("hex").slice(0, 8)}`;
}

/**
 * Runs `next dev` inside this very process, so that whatever ends the process
 * (Ctrl-C, a closed terminal, kill -9) ends the site as well.
 * @param port where to listen; 0 lets the system choose
 * @param address where browsers are to open it; any, if not named
 * @param panel shows what happens in each request, if given
 * @returns the port it listens on
 * @throws when the port is taken (code EADDRINUSE)
 * @see https://nextjs.org/docs/app/guides/custom-server
 */
export async function startNext(
  port: number,
  address?: URL,
  panel?: Panel,
): Promise<number> {
  Object.assign(process.env, {
    NODE_ENV: "development",
    NEXT_TELEMETRY_DISABLED: "1",
  });
  const server = createServer();
  await once(server.listen(port), "listening");
  const { port: bound } = server.address() as AddressInfo;
  const app = next({ dev: true, port: bound, httpServer: server });
  const ready = app.prepare();
  // From now on, so that a page opened too early waits instead of hanging.
  server.on("request", (request, response) => {
    if (panel?.serve(request, response)) return;
    if (address && isElsewhere(request, address)) {
      response.writeHead(421, {
        "content-type": "text/html; charset=utf-8",
      });
      response.end(wayTo(address));
      return;
    }
    const answer = () => app.getRequestHandler()(request, response);
    void ready.then(() =>
      panel ? panel.watch(request, response, answer) : answer(),
    );
  });
  await ready;
  return bound;
}

/** A kill -9 of pnpm reaches pnpm alone and would leave the site running. */
function endWithParent(): void {
  const parent = process.ppid;
  setInterval(() => {
    if (process.ppid !== parent) process.exit();
  }, 1_000).unref();
}

function makeSettings(): void {
  const secret = randomBytes(32).toString("base64url");
  const example = readFileSync(".env.example", "utf8");
  try {
    writeFileSync(
      SETTINGS,
      example.replace(/^BETTER_AUTH_SECRET=$/m, `$&${secret}`),
    );
  } catch (error) {
    // A folder of a read-only disk, or of another user.
    stop(
      `В эту папку нельзя писать: ${(error as Error).message}\nСкопируйте лабораторную туда, где можно, например в домашнюю папку.`,
    );
  }
  console.log(`Создан файл ${SETTINGS} со случайным секретом.`);
}

function orStop<Result>(run: () => Result): Result {
  try {
    return run();
  } catch (error) {
    stop((error as Error).message);
  }
}

/** Ends with a sentence for the person instead of a stack trace. */
function stop(message: string): never {
  console.error(`\n${message}\n`);
  process.exit(1);
}

/** @param url of DATABASE_URL; none means the embedded server */
function databaseProblem(error: Error, url: string | undefined): string {
  if (error instanceof DatabaseInUse)
    return "Сайт уже запущен из этой папки: закройте его.";
  const refused = migrationProblem(
    error,
    url
      ? "Что делать: впишите в DATABASE_URL имя новой, пустой базы — у каждой лабораторной она своя."
      : `Если вы переделали уже применённую миграцию, удалите папку ${DATA} и запустите снова: заметки в ней пропадут.`,
  );
  if (refused) return refused;
  return url ? serverProblem(error, url) : embeddedProblem(error);
}
