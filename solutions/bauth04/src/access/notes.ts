import { desc, eq } from "drizzle-orm";
import { db } from "../db";
import { notes } from "../db/schema";

/** Notes, the newest first. */
export function listNotes() {
  return db.select().from(notes).orderBy(desc(notes.createdAt));
}

/** Adds a note and returns it. */
export async function createNote(text: string) {
  const [note] = await db.insert(notes).values({ text }).returning();
  return note!;
}

/** Deletes a note. @returns false when there is no such note */
export async function deleteNote(id: string): Promise<boolean> {
  const deleted = await db
    .delete(notes)
    .where(eq(notes.id, id))
    .returning({ id: notes.id });
  return deleted.length > 0;
}
