import type { auth } from "./auth";

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
  // TODO: спросите auth, чья это сессия. Решать должны подпись cookie и база,
  // а не то, что cookie пришла.
  void headers;
  return null;
}

/** The same, for code that cannot do without. */
export async function requireSession(headers: Headers) {
  // TODO: нет сессии — UnauthorizedError.
  return (await getSession(headers)) as Session;
}
// #endregion session
