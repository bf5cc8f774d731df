import { refusal, withCookies } from "./responses";
import { auth } from "./auth";
import { isOwnOrigin } from "./origin";
import { getSession } from "./session";

/** Ends the session of this device: row, cookie, access. */
export async function signOut(request: Request): Promise<Response> {
  if (!isOwnOrigin(request)) {
    return refusal(403, "INVALID_ORIGIN", "Запрос с чужой страницы");
  }
  // #region sign-out
  const ended = await auth.api.signOut({
    headers: request.headers,
    returnHeaders: true,
  });
  // auth hides a DELETE that failed: ask whether the session is really gone.
  if (await getSession(request.headers)) {
    return refusal(500, "SIGN_OUT_FAILED", "Выйти не удалось: повторите");
  }
  return withCookies({}, ended.headers);
  // #endregion sign-out
}
