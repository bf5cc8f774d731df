/**
 * The little of PostgreSQL's wire protocol that the embedded server needs.
 * @see https://www.postgresql.org/docs/current/protocol-message-formats.html
 */

/** One message as the client sent it: its type byte and all its bytes. */
export type Message = { type: string; bytes: Buffer };

const SSL_REQUEST = 80877103;
const CANCEL_REQUEST = 80877102;
const GSSENC_REQUEST = 80877104;

/**
 * Cuts a client's byte stream into messages.
 *
 * The first messages of a connection carry no type byte; they come out as
 * `startup`, `encryption` (SSL or GSS asked for) and `cancel`.
 * @returns a function that takes a chunk and gives the messages it completes
 */
export function messageCutter(): (chunk: Buffer) => Message[] {
  let rest: Buffer = Buffer.alloc(0);
  let started = false;

  const next = (): Message | undefined => {
    const lengthAt = started ? 1 : 0;
    if (rest.length < lengthAt + 4) return undefined;
    const size = lengthAt + rest.readUInt32BE(lengthAt);
    if (rest.length < size) return undefined;
    const bytes = rest.subarray(0, size);
    rest = rest.subarray(size);
    if (started) return { type: String.fromCharCode(bytes[0]!), bytes };
    const code = bytes.readUInt32BE(4);
    if (code === SSL_REQUEST || code === GSSENC_REQUEST) {
      return { type: "encryption", bytes };
    }
    if (code === CANCEL_REQUEST) return { type: "cancel", bytes };
    started = true;
    return { type: "startup", bytes };
  };

  return (chunk) => {
    rest = rest.length > 0 ? Buffer.concat([rest, chunk]) : chunk;
    const messages: Message[] = [];
    for (let message = next(); message; message = next()) {
      messages.push(message);
    }
    return messages;
  };
}

/** Messages after which the server has to answer: until then it only waits. */
const ENDS_A_REQUEST = new Set(["startup", "Q", "S", "H", "F", "c", "f"]);

/** Does this message end a request, so that the server must answer now? */
export function endsRequest(message: Message): boolean {
  return ENDS_A_REQUEST.has(message.type);
}

/**
 * Reads from an answer whether the connection is inside a transaction.
 * @param answer what the server sends, whole messages
 * @returns true when its last ReadyForQuery says "idle", so that other
 *   connections may be served
 */
export function isIdleAfter(answer: Uint8Array): boolean {
  const view = Buffer.from(
    answer.buffer,
    answer.byteOffset,
    answer.byteLength,
  );
  let idle = false;
  for (let at = 0; at + 5 <= view.length;) {
    const size = 1 + view.readUInt32BE(at + 1);
    if (view[at] === 0x5a) idle = view[at + 5] === 0x49;
    at += size;
  }
  return idle;
}

/**
 * Builds an ErrorResponse followed by ReadyForQuery.
 * @param code SQLSTATE
 * @param text what the person reads
 */
export function errorAnswer(code: string, text: string): Buffer {
  const fields = Buffer.from(
    `SERROR\0VERROR\0C${code}\0M${text}\0\0`,
    "utf8",
  );
  const error = Buffer.alloc(5 + fields.length);
  error.write("E");
  error.writeUInt32BE(4 + fields.length, 1);
  fields.copy(error, 5);
  return Buffer.concat([error, Buffer.from("Z\0\0\0\u0005I", "latin1")]);
}
