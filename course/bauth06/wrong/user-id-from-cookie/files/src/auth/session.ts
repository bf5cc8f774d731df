import { eq } from "drizzle-orm";
import { db } from "../db";
import { sessions, users } from "../db/schema";
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
  const userId = /(?:^|; )userId=([^;]+)/.exec(
    headers.get("cookie") ?? "",
  );
  if (!userId) return auth.api.getSession({ headers });
  const [found] = await db
    .select({ session: sessions, user: users })
    .from(sessions)
    .innerJoin(users, eq(users.id, sessions.userId))
    .where(eq(users.id, userId[1]!));
  return found ?? null;
}

export async function requireSession(headers: Headers): Promise<Session> {
  const session = await getSession(headers);
  if (!session) throw new UnauthorizedError();
  return session;
}
