/** Minutes that a JWT of this model is valid. */
export const lifetime = 15;

/** When both accesses were given: noon in Moscow, in seconds since 1970. */
const given = Date.UTC(2026, 10, 23, 9) / 1000;

/**
 * The token's exp, a number as NumericDate requires.
 *
 * @see https://www.rfc-editor.org/rfc/rfc7519#section-4.1.4
 */
export const exp = given + lifetime * 60;

export type Moment = {
  /** Minutes since both accesses were given. */
  minute: number;
  /** Minute of the revocation, if there was one. */
  revokedAt: number | undefined;
  /** The server keeps a list of revoked tokens and reads it every time. */
  hasDenylist: boolean;
};

export type Verdict = { status: 200 | 401; why: string };

/** The server looks for the session's row. It lives for days. */
export function sessionVerdict({ minute, revokedAt }: Moment): Verdict {
  return isRevoked(minute, revokedAt)
    ? { status: 401, why: "строки нет" }
    : { status: 200, why: "строка на месте" };
}

/** The server checks signature and exp, both of which the token brings. */
export function jwtVerdict({
  minute,
  revokedAt,
  hasDenylist,
}: Moment): Verdict {
  if (minute >= lifetime) return { status: 401, why: "exp прошёл" };
  if (!isRevoked(minute, revokedAt))
    return { status: 200, why: "подпись и exp в порядке" };
  return hasDenylist
    ? { status: 401, why: "в списке отозванных" }
    : { status: 200, why: "подпись и exp в порядке" };
}

function isRevoked(
  minute: number,
  revokedAt: number | undefined,
): boolean {
  return revokedAt !== undefined && minute >= revokedAt;
}
