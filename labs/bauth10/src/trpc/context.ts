import type { FetchCreateContextFnOptions } from "@trpc/server/adapters/fetch";
import { getSession, type Session } from "../auth/session";

// #region context
/** What every procedure gets besides its input. */
export async function createContext({
  req,
  resHeaders,
}: Pick<
  FetchCreateContextFnOptions,
  "req" | "resHeaders"
>): Promise<Context> {
  const session = await getSession(req.headers, resHeaders);
  return { user: session?.user ?? null };
}

/** The user of the request; null when nobody is signed in. */
export type Context = { user: Session["user"] | null };
// #endregion context
