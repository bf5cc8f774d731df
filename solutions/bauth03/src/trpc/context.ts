import type { FetchCreateContextFnOptions } from "@trpc/server/adapters/fetch";

/** What every procedure gets besides its input. */
export async function createContext(_: FetchCreateContextFnOptions) {
  return {};
}

export type Context = Awaited<ReturnType<typeof createContext>>;
