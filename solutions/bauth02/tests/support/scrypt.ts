/**
 * scrypt takes 70 ms on purpose, and a test run hashes a hundred times. While
 * tests run, its cost is a thousandth: the function, the salt and the format
 * of the hash stay, and whoever hashes at another cost still gets another key.
 * @see https://nodejs.org/api/crypto.html#cryptoscryptpassword-salt-keylen-options-callback
 */
import crypto, { type ScryptOptions } from "node:crypto";
import { syncBuiltinESMExports } from "node:module";

type Scrypt = typeof crypto.scrypt & { isCheap?: boolean };

/** Lowers the cost of Node's scrypt; once for a whole run. */
export function lowerScryptCost(): void {
  const scrypt: Scrypt = crypto.scrypt;
  if (scrypt.isCheap) return;
  const cheap: Scrypt = (password, salt, length, ...rest: unknown[]) => {
    const options = rest.length === 2 ? (rest[0] as ScryptOptions) : {};
    const done = rest.at(-1) as Parameters<typeof scrypt>[4];
    const cost = options.cost ?? options.N ?? 16_384;
    scrypt(
      password,
      salt,
      length,
      { ...options, cost: undefined, N: Math.max(cost / 1024, 2) },
      done,
    );
  };
  cheap.isCheap = true;
  crypto.scrypt = cheap;
  syncBuiltinESMExports();
}
