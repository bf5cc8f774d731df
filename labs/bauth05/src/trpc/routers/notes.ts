import { TRPCError } from "@trpc/server";
import { z } from "zod";
import { createNote, deleteNote, listNotes } from "../../access/notes";
import { visibleText } from "../../text";
import { publicProcedure, router } from "../procedures";

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
  list: publicProcedure.query(() => listNotes()),

  create: publicProcedure
    .input(newNote)
    .mutation(({ input }) => createNote(input.text)),

  delete: publicProcedure.input(knownNote).mutation(async ({ input }) => {
    if (!(await deleteNote(input.id))) {
      throw new TRPCError({
        code: "NOT_FOUND",
        message: "Такой заметки уже нет.",
      });
    }
  }),
});
