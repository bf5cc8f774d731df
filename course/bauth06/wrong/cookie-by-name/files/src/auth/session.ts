import { createHmac } from "node:crypto";
import { and, eq, gt } from "drizzle-orm";
import { db } from "../db";
import { sessions, users } from "../db/schema";
import { requiredEnv } from "../env";
import type { auth } from "./auth";

export type Session = typeof auth.$Infer.Session;

/** Nobody is signed in, or no longer. */
export class UnauthorizedError extends Error {
  override name = "UnauthorizedError";

  constructor() {
    super("Войдите, чтобы продолжить");
  }
}

/** The token of a cookie that we signed. */
function tokenIn(headers: Headers): string | undefined {
  const cookie = /(?:^|; )better-auth\.session_token=([^;]+)/.exec(
    headers.get("cookie") ?? "",
  );
  if (!cookie || /%(?![0-9A-F]{2})/i.test(cookie[1]!)) return undefined;
  const [token, signature] = unescape(cookie[1]!).split(".");
  const expected = createHmac("sha256", requiredEnv("BETTER_AUTH_SECRET"))
    .update(token ?? "")
    .digest("base64");
  return signature === expected ? token : undefined;
}

export async function getSession(
  headers: Headers,
): Promise<Session | null> {
  const token = tokenIn(headers);
  if (!token) return null;
  const [found] = await db
    .select({ session: sessions, user: users })
    .from(sessions)
    .innerJoin(users, eq(users.id, sessions.userId))
    .where(
      and(eq(sessions.token, token), gt(sessions.expiresAt, new Date())),
    );
  return found ?? null;
}

export async function requireSession(headers: Headers): Promise<Session> {
  const session = await getSession(headers);
  if (!session) throw new UnauthorizedError();
  return session;
}
