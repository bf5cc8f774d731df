const HOUR = 60 * 60 * 1000;

/**
 * Next.js calls this once when the server starts.
 * @see https://nextjs.org/docs/app/guides/instrumentation
 */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME !== "nodejs") return;
  const { deleteExpiredSessions } = await import("./auth/clean-up");
  const cleanUp = () =>
    deleteExpiredSessions().catch((error: Error) => {
      console.error("Истёкшие сессии не удалены:", error.message);
    });
  setInterval(cleanUp, HOUR).unref();
}
