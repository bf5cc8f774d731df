import { auth } from "./auth";

export type Session = typeof auth.$Infer.Session;

/** Nobody is signed in, or no longer. */
export class UnauthorizedError extends Error {
  override name = "UnauthorizedError";

  constructor() {
    super("Войдите, чтобы продолжить");
  }
}

const known = new Map<string, Session>();

export async function getSession(
  headers: Headers,
): Promise<Session | null> {
  const cookie = headers.get("cookie") ?? "";
  const session =
    known.get(cookie) ?? (await auth.api.getSession({ headers }));
  if (session) known.set(cookie, session);
  return session;
}

export async function requireSession(headers: Headers): Promise<Session> {
  const session = await getSession(headers);
  if (!session) throw new UnauthorizedError();
  return session;
}
