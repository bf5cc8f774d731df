import { refusal, withCookies } from "./answers";
import { requiredEnv } from "../env";
import { auth } from "./auth";

// #region sign-out
/** Ends the session of this device: row, cookie, access. */
export async function signOut(request: Request): Promise<Response> {
  const referer = request.headers.get("referer");
  if (
    referer &&
    !referer.startsWith(`${requiredEnv("BETTER_AUTH_URL")}/`)
  ) {
    return refusal(403, "INVALID_ORIGIN", "Запрос с чужой страницы");
  }
  const ended = await auth.api.signOut({
    headers: request.headers,
    returnHeaders: true,
  });
  return withCookies({}, ended.headers);
}
// #endregion sign-out
