const WINDOW = 6 * 60 * 1000;
const ATTEMPTS_IN_WINDOW = 10;

type Window = { attempts: number; end: number };
// Every route of Next.js may have a copy of this module: still one count.
const globals = globalThis as { attempts?: Map<string, Window> };
const windows = (globals.attempts ??= new Map());

/**
 * Counts an attempt to sign in or up. Better Auth's own limit guards its own
 * handler only, and in production only; whoever calls `auth.api` counts
 * themself. Ten attempts in six minutes are a hundred an hour for an account.
 * Several processes would need a store that they share.
 * @param email of the account, whichever way the attempt came
 * @returns seconds until the next attempt may be made; 0 when this one may
 * @see https://cheatsheetseries.owasp.org/cheatsheets/Authentication_Cheat_Sheet.html
 */
export function secondsToWait(email: string): number {
  if (process.env.NODE_ENV !== "production") return 0;
  const now = Date.now();
  for (const [old, { end }] of windows) {
    // They stand in the order of their ends.
    if (end > now) break;
    windows.delete(old);
  }
  const window = windows.get(email) ?? { attempts: 0, end: now + WINDOW };
  windows.set(email, window);
  window.attempts += 1;
  if (window.attempts <= ATTEMPTS_IN_WINDOW) return 0;
  return Math.ceil((window.end - now) / 1000);
}
