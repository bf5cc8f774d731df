import { refusal, withCookies } from "./answers";
import { auth } from "./auth";
import { isOwnOrigin } from "./origin";

/** Ends the session of this device: row, cookie, access. */
export async function signOut(request: Request): Promise<Response> {
  if (!isOwnOrigin(request)) {
    return refusal(403, "INVALID_ORIGIN", "Запрос с чужой страницы");
  }
  const ended = await auth.api.signOut({
    headers: request.headers,
    returnHeaders: true,
  });
  withCookies({}, ended.headers);
}
