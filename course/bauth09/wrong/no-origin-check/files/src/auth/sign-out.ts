import { withCookies } from "./answers";
import { auth } from "./auth";

// #region sign-out
/** Ends the session of this device: row, cookie, access. */
export async function signOut(request: Request): Promise<Response> {
  const ended = await auth.api.signOut({
    headers: request.headers,
    returnHeaders: true,
  });
  return withCookies({}, ended.headers);
}
// #endregion sign-out
