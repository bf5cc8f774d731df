const WINDOW = 6 * 60 * 1000;
const ATTEMPTS_IN_WINDOW = 10;

type Window = { attempts: number; end: number };
const windows = new Map<string, Window>();

/**
 * Counts an attempt to sign in or up. Better Auth's own limit guards its own
 * handler only, and in production only; whoever calls `auth.api` counts
 * themself. Ten attempts in six minutes are a hundred an hour for an account.
 * Several processes would need a store that they share.
 * @param key what the attempts have in common
 * @returns seconds until the next attempt may be made; 0 when this one may
 * @see https://cheatsheetseries.owasp.org/cheatsheets/Authentication_Cheat_Sheet.html
 */
export function secondsToWait(key: string): number {
  if (process.env.NODE_ENV !== "production") return 0;
  const now = Date.now();
  for (const [old, { end }] of windows) {
    // They stand in the order of their ends.
    if (end > now) break;
    windows.delete(old);
  }
  const window = windows.get(key) ?? { attempts: 0, end: now + WINDOW };
  windows.set(key, window);
  window.attempts += 1;
  if (window.attempts <= ATTEMPTS_IN_WINDOW) return 0;
  return Math.ceil((window.end - now) / 1000);
}
