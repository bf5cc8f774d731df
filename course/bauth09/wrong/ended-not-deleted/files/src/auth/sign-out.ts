import { eq } from "drizzle-orm";
import { db } from "../db";
import { sessions } from "../db/schema";
import { refusal, withCookies } from "./answers";
import { auth } from "./auth";
import { isOwnOrigin } from "./origin";
import { getSession } from "./session";

// #region sign-out
/** Ends the session of this device: row, cookie, access. */
export async function signOut(request: Request): Promise<Response> {
  if (!isOwnOrigin(request)) {
    return refusal(403, "INVALID_ORIGIN", "Запрос с чужой страницы");
  }
  const session = await getSession(request.headers);
  if (session) {
    await db
      .update(sessions)
      .set({ expiresAt: new Date() })
      .where(eq(sessions.id, session.session.id));
  }
  const ended = await auth.api.signOut({
    headers: new Headers(),
    returnHeaders: true,
  });
  return withCookies({}, ended.headers);
}
// #endregion sign-out
