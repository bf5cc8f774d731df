import { isAPIError } from "better-auth/api";
import { auth } from "./auth";

export type Session = typeof auth.$Infer.Session;

/** Nobody is signed in, or no longer. */
export class UnauthorizedError extends Error {
  override name = "UnauthorizedError";

  constructor() {
    super("Войдите, чтобы продолжить");
  }
}

// #region session
/**
 * Finds the session a request belongs to.
 * @param answer headers of our answer: a renewed or a dead session reaches
 *   the browser as a Set-Cookie in them
 * @returns null without a session, or when it has expired
 */
export async function getSession(
  headers: Headers,
  answer?: Headers,
): Promise<Session | null> {
  const read = await auth.api
    .getSession({
      headers,
      // Who cannot hand a cookie on must not renew: the row would outlive it.
      query: { disableRefresh: !answer },
      returnHeaders: true,
    })
    .catch(nullIfRevoked);
  for (const cookie of read?.headers.getSetCookie() ?? []) {
    answer?.append("set-cookie", cookie);
  }
  return read?.response ?? null;
}

/** The same, for code that cannot do without. */
export async function requireSession(headers: Headers, answer?: Headers) {
  const session = await getSession(headers, answer);
  if (!session) throw new UnauthorizedError();
  return session;
}
// #endregion session

/** Deleted between being read and being renewed, it is no session any more. */
function nullIfRevoked(error: unknown): null {
  if (isAPIError(error) && error.statusCode === 401) return null;
  throw error;
}
