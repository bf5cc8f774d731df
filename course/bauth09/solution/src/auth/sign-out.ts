import { refusal, withCookies } from "./responses";
import { auth } from "./auth";
import { isOwnOrigin } from "./origin";

// #region sign-out
/** Ends the session of this device: row, cookie, access. */
export async function signOut(request: Request): Promise<Response> {
  if (!isOwnOrigin(request)) {
    return refusal(403, "INVALID_ORIGIN", "Запрос с чужой страницы");
  }
  const ended = await auth.api.signOut({
    headers: request.headers,
    returnHeaders: true,
  });
  return withCookies({}, ended.headers);
}
// #endregion sign-out
