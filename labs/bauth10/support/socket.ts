/**
 * PGlite behind a TCP port, so that the application connects to it with `pg`
 * like to any other server.
 *
 * PGlite is one single session. Several connections may use it all the same,
 * because a connection that has begun a transaction keeps the database to
 * itself until the transaction ends.
 * @see https://pglite.dev/docs/
 * @see https://www.postgresql.org/docs/current/protocol-message-formats.html
 */
import { once } from "node:events";
import { createServer, type AddressInfo, type Socket } from "node:net";
import type { Duplex } from "node:stream";
import type { PGlite } from "@electric-sql/pglite";
import type { Server } from "./postgres.ts";
import { StatementNames } from "./statement-names.ts";

// A test may put false ones in their place.
const { setTimeout, clearTimeout } = globalThis;

/** How long a connection waits for another one's transaction, ms. */
const LONGEST_WAIT = 5_000;

/** The end of an answer after which no transaction is open. */
const IDLE = Buffer.from("Z\0\0\0\u0005I", "latin1");

const ROLLBACK = Buffer.from("Q\0\0\0\rROLLBACK\0", "latin1");

/** Messages after which the server has to answer: until then it only waits. */
const ENDS_A_REQUEST = new Set(
  ["startup", "encryption"].concat([..."QSHFcfX"]),
);

/**
 * Opens a database to TCP connections on a free port of this machine.
 * @param database an open PGlite; `close()` of the result closes it
 * @returns what clients need to know, for `pg`
 */
export async function serve(database: PGlite): Promise<Server> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket.setNoDelay(true));
    socket.once("close", () => sockets.delete(socket));
    serveConnection(socket, database);
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  const { port } = server.address() as AddressInfo;
  return {
    url: `postgres://postgres@127.0.0.1:${port}/postgres`,
    accept: (stream) => serveConnection(stream, database),
    async close() {
      server.close();
      for (const socket of sockets) socket.destroy();
      await database.close();
    },
  };
}

function serveConnection(socket: Duplex, database: PGlite): void {
  const names = new StatementNames();
  const requests = requestCutter((message) => names.translated(message));
  let release: (() => void) | undefined;
  let work: Promise<void> = Promise.resolve();

  const answer = async (request: Buffer): Promise<void> => {
    release ??= await lock(database);
    if (!release) {
      socket.write(lockTimeout());
      return;
    }
    const reply = await database.execProtocolRaw(request, {
      syncToFs: false,
    });
    if (!socket.destroyed) socket.write(reply);
    if (IDLE.equals(reply.subarray(-IDLE.length))) unlock();
  };
  const leave = async (): Promise<void> => {
    if (release) await database.execProtocolRaw(ROLLBACK);
    unlock();
    for (const name of names.prepared)
      await database.exec(`deallocate ${name}`);
  };
  const unlock = (): void => {
    release?.();
    release = undefined;
  };
  const queue = (step: () => Promise<void>): void => {
    work = work.then(step).catch((error: Error) => {
      socket.destroy(error);
    });
  };

  socket.on("error", () => socket.destroy());
  socket.on("close", () => queue(leave));
  socket.on("data", (chunk: Buffer) => {
    for (const { last, bytes } of requests(chunk)) {
      if (last === "encryption") socket.write("N");
      else if (last === "X") socket.end();
      else queue(() => answer(bytes));
    }
  });
}

/**
 * Takes the database's mutex.
 * @returns the function that releases it; undefined after LONGEST_WAIT
 */
function lock(database: PGlite): Promise<(() => void) | undefined> {
  return new Promise((resolve) => {
    let isLate = false;
    const timer = setTimeout(() => {
      isLate = true;
      resolve(undefined);
    }, LONGEST_WAIT);
    void database.runExclusive(async () => {
      clearTimeout(timer);
      if (!isLate) await new Promise<void>((release) => resolve(release));
    });
  });
}

/**
 * Cuts a client's bytes into requests: whole messages, up to one that wants
 * an answer. The first message of a connection carries no type.
 * @param translated what the database is to get in a message's place
 */
function requestCutter(translated: (message: Buffer) => Buffer) {
  let bytes: Buffer = Buffer.alloc(0);
  let started = false;
  let request: Buffer[] = [];
  return function* (chunk: Buffer) {
    bytes = Buffer.concat([bytes, chunk]);
    for (;;) {
      const lengthAt = started ? 1 : 0;
      if (bytes.length < lengthAt + 4) return;
      const end = lengthAt + bytes.readUInt32BE(lengthAt);
      if (bytes.length < end) return;
      const message = bytes.subarray(0, end);
      bytes = bytes.subarray(end);
      let last = String.fromCharCode(message[0]!);
      if (!started) {
        // Protocol 3 begins a session; other numbers ask for TLS or GSS.
        started = message.readUInt16BE(4) === 3;
        last = started ? "startup" : "encryption";
      }
      request.push(last.length === 1 ? translated(message) : message);
      if (!ENDS_A_REQUEST.has(last)) continue;
      yield { last, bytes: Buffer.concat(request) };
      request = [];
    }
  };
}

/** What PostgreSQL answers when a lock did not come in time. */
function lockTimeout(): Buffer {
  const text =
    "встроенная база обслуживает одну транзакцию за раз, а она занята " +
    `другим соединением дольше ${LONGEST_WAIT / 1000} с. Похоже, внутри ` +
    "транзакции ждут запрос, который идёт мимо неё";
  const fields = Buffer.from(`SERROR\0VERROR\0C55P03\0M${text}\0\0`);
  const error = Buffer.alloc(5);
  error.write("E");
  error.writeUInt32BE(4 + fields.length, 1);
  return Buffer.concat([error, fields, IDLE]);
}
