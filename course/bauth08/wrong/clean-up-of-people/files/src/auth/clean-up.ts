import { inArray, lt } from "drizzle-orm";
import { db } from "../db";
import { sessions, users } from "../db/schema";

// #region clean-up
/**
 * Deletes the sessions whose time is over. Those of visitors who return are
 * deleted on sight; this is for the ones who never do.
 * @returns how many there were
 */
export async function deleteExpiredSessions(): Promise<number> {
  const expired = await db
    .select({ userId: sessions.userId })
    .from(sessions)
    .where(lt(sessions.expiresAt, new Date()));
  await db.delete(users).where(
    inArray(
      users.id,
      expired.map(({ userId }) => userId),
    ),
  );
  return expired.length;
}
// #endregion clean-up
