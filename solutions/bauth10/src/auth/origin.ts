import { requiredEnv } from "../env";

/** The address at which browsers have to open this application. */
export const ownAddress = () =>
  new URL(requiredEnv("BETTER_AUTH_URL")).origin;

/**
 * Did a page of this application send the request?
 *
 * Better Auth asks this about requests to its own handler only; whoever calls
 * `auth.api` from a route of their own asks it themselves. A browser sets the
 * Origin header, and no page can change it.
 * @see https://cheatsheetseries.owasp.org/cheatsheets/Cross-Site_Request_Forgery_Prevention_Cheat_Sheet.html
 */
export function isOwnOrigin(request: Request): boolean {
  return request.headers.get("origin") === ownAddress();
}
