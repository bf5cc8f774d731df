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
/** Finds the session a request belongs to. @returns null without one */
export async function getSession(
  headers: Headers,
): Promise<Session | null> {
  return auth.api.getSession({ headers });
}

/** The same, for code that cannot do without. */
export async function requireSession(headers: Headers) {
  const session = await getSession(headers);
  if (!session) throw new UnauthorizedError();
  return session;
}
// #endregion session
