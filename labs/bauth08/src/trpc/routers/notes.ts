import { TRPCError } from "@trpc/server";
import { z } from "zod";
import { createNote, deleteNote, listNotes } from "../../access/notes";
import { visibleText } from "../../text";
import { protectedProcedure, router } from "../procedures";

const newNote = z.object(
  {
    text: visibleText(500, "В заметке должно быть от 1 до 500 символов."),
  },
  "Пришлите текст заметки.",
);
const knownNote = z.object(
  { id: z.uuid("Такой заметки нет.") },
  "Назовите заметку.",
);

export const notesRouter = router({
  list: protectedProcedure.query(({ ctx }) => listNotes(ctx.user)),

  create: protectedProcedure
    .input(newNote)
    .mutation(({ ctx, input }) => createNote(ctx.user, input.text)),

  delete: protectedProcedure
    .input(knownNote)
    .mutation(async ({ ctx, input }) => {
      if (!(await deleteNote(ctx.user, input.id))) {
        throw new TRPCError({
          code: "NOT_FOUND",
          message: "Такой заметки уже нет.",
        });
      }
    }),
});
