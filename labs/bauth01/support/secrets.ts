/**
 * What nobody but the server, or the visitor whose it is, may see.
 */
import type { Exchange } from "./journal.ts";

/** Better Auth: a salt of 16 bytes, a colon, a key of 64 bytes, in hex. */
const HASH = /[0-9a-f]{32}:[0-9a-f]{128}/;

/** Hashes of others: bcrypt, argon2. */
const OTHER_HASH = /\$(2[aby]|argon2\w+)\$/;

/** A session cookie: the token, a dot, a signature of 32 bytes in base64. */
const SIGNED = /^([\w-]{20,})\.(?:[\w+/-]|%2[BF]){43}(?:=|%3D)$/i;

/** By value: what it is, in words. */
export type Secrets = Map<string, string>;

/** What nobody outside may know, wherever it comes from. */
export function settings(): Secrets {
  const { BETTER_AUTH_SECRET = "", DATABASE_URL = "" } = process.env;
  return new Map([
    [BETTER_AUTH_SECRET, "секрет BETTER_AUTH_SECRET"],
    [DATABASE_URL, "адрес базы с её паролем (DATABASE_URL)"],
  ]);
}

/** With the passwords, tokens and cookies of the tests. */
export function secretsOf(all: Exchange[]): Secrets {
  const values = settings();
  for (const { body, request, response } of all) {
    for (const [name, value] of leaves(body))
      if (/password/i.test(name)) values.set(value, "пароль посетителя");
    const cookies = request.get("cookie") ?? "";
    for (const line of [cookies, ...response.getSetCookie()]) {
      const [, cookie] = /session_token=([^;]+)/.exec(line) ?? [];
      // What else a test has put there, a visitor could make up as well.
      const [, token] = SIGNED.exec(cookie ?? "") ?? [];
      if (!cookie || !token) continue;
      values.set(cookie, "cookie сессии");
      values.set(token, "token сессии");
    }
  }
  return values;
}

/** @returns what kind of secret a text holds; undefined when none */
export function secretIn(
  text: string,
  secrets: Secrets,
): string | undefined {
  if (HASH.test(text) || OTHER_HASH.test(text)) return "хэш пароля";
  for (const [value, what] of secrets)
    if (value.length >= 8 && text.includes(value)) return what;
  return undefined;
}

/** The strings of a JSON text, each with the name it stands under. */
export function leaves(json: string): [name: string, value: string][] {
  const found: [string, string][] = [];
  try {
    JSON.parse(json, (name, value: unknown) => {
      if (typeof value === "string") found.push([name, value]);
      return value;
    });
  } catch {
    // Some tests send what is no JSON on purpose.
  }
  return found;
}
