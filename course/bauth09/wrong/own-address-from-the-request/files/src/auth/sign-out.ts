import { refusal, withCookies } from "./answers";
import { auth } from "./auth";

// #region sign-out
/** Ends the session of this device: row, cookie, access. */
export async function signOut(request: Request): Promise<Response> {
  if (request.headers.get("origin") !== new URL(request.url).origin) {
    return refusal(403, "INVALID_ORIGIN", "Запрос с чужой страницы");
  }
  const ended = await auth.api.signOut({
    headers: request.headers,
    returnHeaders: true,
  });
  return withCookies({}, ended.headers);
}
// #endregion sign-out
