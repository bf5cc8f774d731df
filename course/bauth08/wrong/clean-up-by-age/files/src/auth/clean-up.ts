import { lt } from "drizzle-orm";
import { db } from "../db";
import { sessions } from "../db/schema";

const WEEK = 7 * 24 * 60 * 60 * 1000;

// #region clean-up
/**
 * Deletes the sessions whose time is over. Those of visitors who return are
 * deleted on sight; this is for the ones who never do.
 * @returns how many there were
 */
export async function deleteExpiredSessions(): Promise<number> {
  const deleted = await db
    .delete(sessions)
    .where(lt(sessions.createdAt, new Date(Date.now() - WEEK)))
    .returning({ id: sessions.id });
  return deleted.length;
}
// #endregion clean-up
