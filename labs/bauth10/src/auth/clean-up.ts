import { lt } from "drizzle-orm";
import { db } from "../db";
import { sessions } from "../db/schema";

// #region clean-up
/**
 * Deletes the sessions whose time is over. Those of visitors who return are
 * deleted on sight; this is for the ones who never do.
 * @returns how many there were
 */
export async function deleteExpiredSessions(): Promise<number> {
  const deleted = await db
    .delete(sessions)
    .where(lt(sessions.expiresAt, new Date()))
    .returning({ id: sessions.id });
  return deleted.length;
}
// #endregion clean-up
