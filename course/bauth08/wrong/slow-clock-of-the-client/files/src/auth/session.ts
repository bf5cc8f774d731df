import { createHmac } from "node:crypto";
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
  void answer;
  const { authCookies, secret } = await auth.$context;
  const cookie = (headers.get("cookie") ?? "")
    .split("; ")
    .find((one) => one.startsWith(`${authCookies.sessionToken.name}=`));
  const [token = "", signature] = decodeURIComponent(
    cookie?.split("=")[1] ?? "",
  ).split(".");
  const expected = createHmac("sha256", secret)
    .update(token)
    .digest("base64");
  if (signature !== expected) return null;
  const [found] = await db
    .select({ session: sessions, user: users })
    .from(sessions)
    .innerJoin(users, eq(users.id, sessions.userId))
    .where(eq(sessions.token, token));
  const now = new Date(headers.get("x-client-time") ?? Date.now());
  return found && found.session.expiresAt > now ? found : null;
}

/** The same, for code that cannot do without. */
export async function requireSession(
  headers: Headers,
  answer?: Headers,
): Promise<Session> {
  const session = await getSession(headers, answer);
  if (!session) throw new UnauthorizedError();
  return session;
}
// #endregion session
