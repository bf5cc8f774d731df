import { TRPCError } from "@trpc/server";
import { z } from "zod";
import { createNote, deleteNote, listNotes } from "../../access/notes";
import { publicProcedure, router } from "../procedures";

export const notesRouter = router({
  list: publicProcedure.query(() => listNotes()),

  create: publicProcedure
    .input(z.object({ text: z.string().trim().min(1).max(500) }))
    .mutation(({ input }) => createNote(input.text)),

  delete: publicProcedure
    .input(z.object({ id: z.uuid() }))
    .mutation(async ({ input }) => {
      if (!(await deleteNote(input.id))) {
        throw new TRPCError({ code: "NOT_FOUND" });
      }
    }),
});
