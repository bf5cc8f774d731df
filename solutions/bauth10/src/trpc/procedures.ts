import { initTRPC, TRPCError } from "@trpc/server";
import type { Context } from "./context";
import { formatError } from "./errors";

const t = initTRPC
  .context<Context>()
  .create({ errorFormatter: formatError, isDev: false });

export const router = t.router;
export const createCallerFactory = t.createCallerFactory;

// #region protected
/** A procedure that anyone may call. */
export const publicProcedure = t.procedure;

/** A procedure for those who are signed in: `ctx.user` is never null. */
export const protectedProcedure = t.procedure.use(({ ctx, next }) => {
  if (!ctx.user) throw new TRPCError({ code: "UNAUTHORIZED" });
  return next({ ctx: { user: ctx.user } });
});
// #endregion protected
