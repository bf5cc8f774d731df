import { headers } from "next/headers";
import { cache } from "react";
import { getSession } from "../auth/session";

/**
 * The session of the request that a page answers. However many parts of the
 * page ask, the database is asked once, and anew for the next request.
 * @see https://react.dev/reference/react/cache
 */
export const pageSession = cache(async () => {
  const request = await headers();
  return getSession(request).catch((error: unknown) => {
    // In development Next.js would send it to the browser, SQL and all.
    console.error("Сессия не прочитана:", error);
    throw new Error("Сессия не прочитана");
  });
});
