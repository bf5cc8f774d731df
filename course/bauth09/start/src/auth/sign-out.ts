/** Ends the session of this device: row, cookie, access. */
export async function signOut(request: Request): Promise<Response> {
  // TODO: 1) запрос с чужой страницы — отказ 403 (isOwnOrigin из ./origin);
  // 2) завершите сессию через auth.api.signOut; 3) убедитесь, что getSession
  // из ./session её больше не находит, иначе — отказ 500; 4) передайте
  // браузеру Set-Cookie, которые её стирают (withCookies из ./responses).
  void request;
  return Response.json({});
}
