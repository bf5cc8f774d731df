/** Where the name of a prepared statement begins, by type of message. */
const NAME_AT: Record<string, (message: Buffer) => number | undefined> = {
  // Parse: its name comes first.
  P: () => 5,
  // Bind: behind the portal's name.
  B: (message) => message.indexOf(0, 5) + 1,
  // Describe and Close: behind an S; a P would be a portal.
  D: (message) => (message[5] === S ? 6 : undefined),
  C: (message) => (message[5] === S ? 6 : undefined),
};

const S = "S".charCodeAt(0);

/**
 * The prepared statements of one connection, under names that no other
 * connection has: each has names of its own on a server, but all connections
 * share the one session of the embedded PostgreSQL.
 * @see https://www.postgresql.org/docs/current/protocol-message-formats.html
 */
export class StatementNames {
  static #count = 0;
  readonly #names = new Map<string, string>();

  /** What the database knows this connection's statements by. */
  get prepared(): Iterable<string> {
    return this.#names.values();
  }

  /** @param message of the client @returns the same, under our own name */
  translated(message: Buffer): Buffer {
    const type = String.fromCharCode(message[0]!);
    const at = NAME_AT[type]?.(message);
    // Without a name a statement is over with the next one.
    if (at === undefined || message[at] === 0) return message;
    const end = message.indexOf(0, at);
    const name = message.toString("latin1", at, end);
    const translated = Buffer.concat([
      message.subarray(0, at),
      Buffer.from(this.#ownName(name, type)),
      message.subarray(end),
    ]);
    translated.writeUInt32BE(translated.length - 1, 1);
    return translated;
  }

  #ownName(name: string, type: string): string {
    const own =
      this.#names.get(name) ?? `statement_${(StatementNames.#count += 1)}`;
    if (type === "C") this.#names.delete(name);
    else this.#names.set(name, own);
    return own;
  }
}
