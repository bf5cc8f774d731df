import type { FetchCreateContextFnOptions } from "@trpc/server/adapters/fetch";
import type { Session } from "../auth/session";

// #region context
/** What every procedure gets besides its input. */
export async function createContext({
  req,
}: Pick<FetchCreateContextFnOptions, "req">): Promise<Context> {
  // TODO: чей это запрос? Сессию даёт getSession из src/auth/session.
  void req;
  return { user: null };
}

/** The user of the request; null when nobody is signed in. */
export type Context = { user: Session["user"] | null };
// #endregion context
