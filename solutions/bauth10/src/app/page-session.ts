import { headers } from "next/headers";
import { cache } from "react";
import { getSession } from "../auth/session";

/**
 * The session of the request that a page answers. However many parts of the
 * page ask, the database is asked once, and anew for the next request.
 * @see https://react.dev/reference/react/cache
 */
export const pageSession = cache(async () => getSession(await headers()));
