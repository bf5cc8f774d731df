import { auth } from "./auth";

export type Session = typeof auth.$Infer.Session;

/** Nobody is signed in, or no longer. */
export class UnauthorizedError extends Error {
  override name = "UnauthorizedError";

  constructor() {
    super("Войдите, чтобы продолжить");
  }
}

export async function getSession(
  headers: Headers,
): Promise<Session | null> {
  const session = await auth.api.getSession({ headers });
  if (!session) throw new UnauthorizedError();
  return session;
}

export async function requireSession(headers: Headers): Promise<Session> {
  return (await getSession(headers)) as Session;
}
