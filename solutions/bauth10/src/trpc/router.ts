import { createCallerFactory, router } from "./procedures";
import { notesRouter } from "./routers/notes";

export const appRouter = router({ notes: notesRouter });

export type AppRouter = typeof appRouter;

/** Calls procedures on the server, without HTTP: for pages and tests. */
export const createCaller = createCallerFactory(appRouter);
