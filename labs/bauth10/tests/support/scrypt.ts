/**
 * scrypt takes 70 ms on purpose, and a test run signs in a hundred times.
 * The same password with the same salt always gives the same key, so each
 * pair is computed once in a run; nothing about the hash gets weaker.
 * @see https://nodejs.org/api/crypto.html#cryptoscryptpassword-salt-keylen-options-callback
 */
import crypto, { type BinaryLike, type ScryptOptions } from "node:crypto";
import { syncBuiltinESMExports } from "node:module";

type Done = (error: Error | null, key: NonSharedBuffer) => void;

const globals = globalThis as {
  scryptKeys?: Map<string, NonSharedBuffer>;
};

/** Replaces Node's scrypt by one that remembers; once for a whole run. */
export function rememberScrypt(): void {
  if (globals.scryptKeys) return;
  const keys = (globals.scryptKeys = new Map<string, NonSharedBuffer>());
  const compute = crypto.scrypt;

  function scrypt(
    password: BinaryLike,
    salt: BinaryLike,
    length: number,
    ...rest: [Done] | [ScryptOptions, Done]
  ): void {
    const options = rest.length === 2 ? rest[0] : {};
    const done = rest.at(-1) as Done;
    const name = JSON.stringify([password, salt, length, options]);
    const known = keys.get(name);
    if (known) {
      setImmediate(done, null, Buffer.from(known));
      return;
    }
    compute(password, salt, length, options, (error, key) => {
      if (!error) keys.set(name, key);
      done(error, key);
    });
  }
  crypto.scrypt = scrypt;
  syncBuiltinESMExports();
}
