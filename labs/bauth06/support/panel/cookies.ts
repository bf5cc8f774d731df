import { createHmac } from "node:crypto";
import { parseCookies, parseSetCookieHeader } from "better-auth/cookies";
import type { ReceivedCookie, SentCookie } from "./exchange.ts";

/** As Better Auth calls it; the prefix is the folder's own or the default. */
const OF_SESSION = /^(?:__Secure-)?(.+)\.session_token$/;

/** A cookie's value: the token of the row, and its signature in base64. */
const SIGNED = /^(.*)\.([\w+/-]{43}=)$/s;

/** The session that a cookie names; `token` is whole and stays here. */
export type Named = { token: string; shown: SentCookie };

/**
 * Finds the session's cookie in a request.
 * @param header Cookie of the request
 * @returns undefined when there is none
 * @see https://better-auth.com/docs/concepts/cookies
 */
export function sessionIn(header: string | undefined): Named | undefined {
  const [name, value] =
    Array.from(parseCookies(header ?? "")).find(([one]) =>
      isOfSession(one),
    ) ?? [];
  if (!name || !value) return undefined;
  const [, token = value, signature] = SIGNED.exec(value) ?? [];
  return {
    token,
    shown: {
      name,
      token: shortened(token),
      signature: judged(token, signature),
    },
  };
}

/**
 * Reads what an answer tells the browser to keep or to forget.
 * @param headers each Set-Cookie of the answer
 * @returns them, and the token of the session that begins, if one does
 */
export function receivedIn(headers: string[]): {
  received: ReceivedCookie[];
  token: string | undefined;
} {
  let token: string | undefined;
  const received = headers.flatMap((header) =>
    Array.from(parseSetCookieHeader(header), ([name, cookie]) => {
      const { "max-age": maxAge, expires } = cookie;
      const seconds =
        maxAge ?? (expires && (expires.getTime() - Date.now()) / 1_000);
      const isCleared = seconds !== undefined && seconds <= 0;
      if (isOfSession(name) && !isCleared)
        token = SIGNED.exec(cookie.value)?.[1] ?? cookie.value;
      return {
        name,
        isOfSession: isOfSession(name),
        isCleared,
        httpOnly: Boolean(cookie.httponly),
        secure: Boolean(cookie.secure),
        sameSite: cookie.samesite,
        path: cookie.path,
        domain: cookie.domain,
        maxAge: seconds,
      };
    }),
  );
  return { received, token };
}

/** All sites of localhost share their cookies: only ours counts. */
function isOfSession(name: string): boolean {
  const prefix = OF_SESSION.exec(name)?.[1];
  return (
    prefix !== undefined &&
    ["better-auth", process.env.COOKIE_PREFIX].includes(prefix)
  );
}

function shortened(token: string): string {
  return `${token.slice(0, Math.min(4, token.length / 4))}…`;
}

/** Better Auth signs with HMAC-SHA256. */
function judged(
  token: string,
  signature: string | undefined,
): SentCookie["signature"] {
  if (!signature) return "none";
  const own = createHmac("sha256", process.env.BETTER_AUTH_SECRET ?? "")
    .update(token)
    .digest("base64");
  return signature === own ? "own" : "foreign";
}
