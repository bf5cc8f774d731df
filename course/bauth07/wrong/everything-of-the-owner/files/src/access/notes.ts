import { desc, eq } from "drizzle-orm";
import { db } from "../db";
import { notes } from "../db/schema";

/** Who acts. The access layer needs to know no more than that. */
type Actor = { id: string };

/** The actor's own notes, the newest first. */
export function listNotes(actor: Actor) {
  return db
    .select()
    .from(notes)
    .where(eq(notes.ownerId, actor.id))
    .orderBy(desc(notes.createdAt));
}

/** Adds a note that belongs to the actor. */
export async function createNote(actor: Actor, text: string) {
  const [note] = await db
    .insert(notes)
    .values({ ownerId: actor.id, text })
    .returning();
  return note!;
}

// #region delete
/** Deletes the actor's note. @returns false when they have no such note */
export async function deleteNote(
  actor: Actor,
  _: string,
): Promise<boolean> {
  const deleted = await db
    .delete(notes)
    .where(eq(notes.ownerId, actor.id))
    .returning({ id: notes.id });
  return deleted.length > 0;
}
// #endregion delete
