import type { FetchCreateContextFnOptions } from "@trpc/server/adapters/fetch";
import { getSession, type Session } from "../auth/session";

// #region context
/** What every procedure gets besides its input. */
export async function createContext({
  req,
}: Pick<FetchCreateContextFnOptions, "req">): Promise<Context> {
  const session = await getSession(req.headers);
  return { user: session?.user ?? null };
}

/** The user of the request; null when nobody is signed in. */
export type Context = { user: Session["user"] | null };
// #endregion context
