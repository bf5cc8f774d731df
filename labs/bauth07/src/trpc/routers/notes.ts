import { TRPCError } from "@trpc/server";
import { z } from "zod";
import { createNote, deleteNote, listNotes } from "../../access/notes";
import { protectedProcedure, router } from "../procedures";

export const notesRouter = router({
  list: protectedProcedure.query(({ ctx }) => listNotes(ctx.user)),

  create: protectedProcedure
    .input(z.object({ text: z.string().trim().min(1).max(500) }))
    .mutation(({ ctx, input }) => createNote(ctx.user, input.text)),

  delete: protectedProcedure
    .input(z.object({ id: z.uuid() }))
    .mutation(async ({ ctx, input }) => {
      if (!(await deleteNote(ctx.user, input.id))) {
        throw new TRPCError({ code: "NOT_FOUND" });
      }
    }),
});
