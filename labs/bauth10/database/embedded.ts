/**
 * PostgreSQL inside the Node process, for `pnpm test` and `pnpm dev` when no
 * DATABASE_URL is set: PGlite (PostgreSQL compiled to WebAssembly) behind a
 * TCP port, so that the application connects to it with `pg` like to any
 * other server.
 *
 * PGlite is one single session. Several connections may use it all the same,
 * because a connection that has begun a transaction keeps the database to
 * itself until the transaction ends.
 * @see https://pglite.dev/docs/
 */
import { existsSync, renameSync, rmSync } from "node:fs";
import {
  createServer,
  type AddressInfo,
  type Server,
  type Socket,
} from "node:net";
import { setFlagsFromString } from "node:v8";
import type { PGlite } from "@electric-sql/pglite";
import { lock } from "./lock.ts";
import {
  endsRequest,
  errorAnswer,
  isIdleAfter,
  messageCutter,
  type Message,
} from "./wire.ts";

/** How long a connection waits for another one's transaction, ms. */
const LONGEST_WAIT = 5_000;

/** 128 MB, as a server takes them, would be filled with zeros at each start. */
const SMALL_CACHE = ["-c", "shared_buffers=4MB"];

/** A running embedded server. */
export type EmbeddedPostgres = {
  /** Connection string for `pg`. */
  url: string;
  /** Ends all connections and closes the database. */
  close(): Promise<void>;
};

/**
 * Loads PGlite with V8's optimising WebAssembly compiler off: it would take
 * 600 MB of memory for queries that take a millisecond either way.
 */
export async function loadPGlite(): Promise<typeof PGlite> {
  setFlagsFromString("--no-wasm-tier-up");
  setFlagsFromString("--no-wasm-dynamic-tiering");
  return (await import("@electric-sql/pglite")).PGlite;
}

/**
 * Opens a database to TCP connections on a free port of this machine.
 * @param database an open PGlite; `close()` of the result closes it
 */
export async function serve(database: PGlite): Promise<EmbeddedPostgres> {
  const turn = turnstile();
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
    serveConnection(socket, database, turn);
  });
  const port = await listen(server);
  return {
    url: `postgres://postgres@127.0.0.1:${port}/postgres`,
    async close() {
      server.close();
      for (const socket of sockets) socket.destroy();
      await database.close();
    },
  };
}

/**
 * Starts the embedded server on a folder that keeps its data between starts.
 * PG* variables go: they are about another server, and `pg` reads them.
 * @param folder where the data lives; made when it is missing
 * @throws DatabaseInUse
 */
export async function embeddedIn(
  folder: string,
): Promise<EmbeddedPostgres> {
  const release = lock(folder);
  for (const name of Object.keys(process.env)) {
    if (/^PG/i.test(name)) delete process.env[name];
  }
  const PGlite = await loadPGlite();
  if (!existsSync(folder)) {
    // Made aside: a start that is killed leaves no half of a database.
    const aside = `${folder}.new`;
    rmSync(aside, { recursive: true, force: true });
    await (await PGlite.create({ dataDir: aside })).close();
    renameSync(aside, folder);
  }
  const startParams = [...PGlite.defaultStartParams, ...SMALL_CACHE];
  const server = await serve(
    await PGlite.create({ dataDir: folder, startParams }),
  );
  return {
    url: server.url,
    async close() {
      await server.close();
      release();
    },
  };
}

function listen(server: Server): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      resolve((server.address() as AddressInfo).port);
    });
  });
}

/** Lets one connection at a time through; the others wait in line. */
function turnstile() {
  let taken = false;
  const line: Array<() => void> = [];
  return {
    /** @returns false when the turn did not come within LONGEST_WAIT */
    take(): Promise<boolean> {
      if (!taken) {
        taken = true;
        return Promise.resolve(true);
      }
      return new Promise((resolve) => {
        const enter = () => {
          clearTimeout(timer);
          resolve(true);
        };
        const timer = setTimeout(() => {
          line.splice(line.indexOf(enter), 1);
          resolve(false);
        }, LONGEST_WAIT);
        line.push(enter);
      });
    },
    leave(): void {
      const next = line.shift();
      if (next) next();
      else taken = false;
    },
  };
}

function serveConnection(
  socket: Socket,
  database: PGlite,
  turn: ReturnType<typeof turnstile>,
): void {
  const cut = messageCutter();
  let request: Message[] = [];
  let hasTurn = false;
  let work: Promise<void> = Promise.resolve();

  const answer = async (bytes: Buffer): Promise<void> => {
    if (!hasTurn) hasTurn = await turn.take();
    if (!hasTurn) {
      socket.write(
        errorAnswer(
          "55P03",
          "встроенная база обслуживает одну транзакцию за раз, а она занята " +
            `другим соединением дольше ${LONGEST_WAIT / 1000} с. Похоже, внутри ` +
            "транзакции ждут запрос, который идёт мимо неё",
        ),
      );
      return;
    }
    const reply = await database.execProtocolRaw(bytes, {
      syncToFs: false,
    });
    if (!socket.destroyed) socket.write(reply);
    if (isIdleAfter(reply)) {
      hasTurn = false;
      turn.leave();
    }
  };

  const leave = async (): Promise<void> => {
    if (!hasTurn) return;
    await database.exec("ROLLBACK");
    hasTurn = false;
    turn.leave();
  };

  const queue = (step: () => Promise<void>): void => {
    work = work.then(step).catch((error: Error) => {
      socket.destroy(error);
    });
  };

  socket.setNoDelay(true);
  socket.on("error", () => socket.destroy());
  socket.on("close", () => queue(leave));
  socket.on("data", (chunk: Buffer) => {
    for (const message of cut(chunk)) {
      if (message.type === "encryption") socket.write("N");
      else if (message.type === "cancel") socket.end();
      else if (message.type === "X") socket.end();
      else {
        request.push(message);
        if (!endsRequest(message)) continue;
        const bytes = Buffer.concat(request.map(({ bytes }) => bytes));
        request = [];
        queue(() => answer(bytes));
      }
    }
  });
}
