import { initTRPC } from "@trpc/server";
import type { Context } from "./context";
import { formatError } from "./errors";

const t = initTRPC
  .context<Context>()
  .create({ errorFormatter: formatError, isDev: false });

export const router = t.router;
export const createCallerFactory = t.createCallerFactory;

/** A procedure that anyone may call. */
export const publicProcedure = t.procedure;
