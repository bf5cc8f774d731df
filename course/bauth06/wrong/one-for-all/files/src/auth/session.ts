import { auth } from "./auth";

export type Session = typeof auth.$Infer.Session;

/** Nobody is signed in, or no longer. */
export class UnauthorizedError extends Error {
  override name = "UnauthorizedError";

  constructor() {
    super("Войдите, чтобы продолжить");
  }
}

let current: Session | null = null;

export async function getSession(
  headers: Headers,
): Promise<Session | null> {
  current ??= await auth.api.getSession({ headers });
  return current;
}

export async function requireSession(headers: Headers): Promise<Session> {
  const session = await getSession(headers);
  if (!session) throw new UnauthorizedError();
  return session;
}
