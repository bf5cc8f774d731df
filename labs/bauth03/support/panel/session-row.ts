import { Pool } from "pg";
import type { Person, SessionSeen } from "./exchange.ts";

/** PostgreSQL's code for a table that is not there. */
const UNDEFINED_TABLE = "42P01";

/** A request waits for it, so not for long, ms. */
const PATIENCE = 1_000;

/** What a token leads to. */
export type Found =
  | { row: { expiresAt?: Date; user?: Person } | undefined }
  | { problem: Pick<SessionSeen, "state" | "message"> };

/** Looks sessions up in the application's database by a connection of its own. */
export class SessionRows {
  readonly #pool: Pool;

  /** @param url connection string */
  constructor(url: string) {
    this.#pool = new Pool({
      connectionString: url,
      connectionTimeoutMillis: PATIENCE,
      query_timeout: PATIENCE,
      max: 1,
    }).on("error", () => {
      // The next look-up opens another connection, or tells what is wrong.
    });
  }

  /**
   * Finds the row of a token, whatever columns there are by now: the tables
   * grow from lab to lab, and students change them.
   */
  async find(token: string): Promise<Found> {
    try {
      const session = await this.#first("sessions", "token", token);
      if (!session) return { row: undefined };
      const { expires_at, user_id } = session;
      const user = user_id && (await this.#first("users", "id", user_id));
      return {
        row: {
          expiresAt: expires_at instanceof Date ? expires_at : undefined,
          user: personOf(user) ?? undefined,
        },
      };
    } catch (error) {
      const { code, message } = error as Error & { code?: string };
      const isMissing =
        code === UNDEFINED_TABLE && message.includes('"sessions"');
      return {
        problem: isMissing
          ? { state: "no table" }
          : { state: "fault", message: message || code },
      };
    }
  }

  async #first(table: string, column: string, value: unknown) {
    const { rows } = await this.#pool.query<Record<string, unknown>>(
      `select * from "${table}" where "${column}" = $1 limit 1`,
      [value],
    );
    return rows[0];
  }
}

/** What a request has done to a session's row. */
export function seen(before: Found, after: Found): SessionSeen {
  if ("problem" in after) return after.problem;
  const [was, is] = ["row" in before ? before.row : undefined, after.row];
  const row = is ?? was;
  return {
    state: stateOf(was, is),
    expiresAt: row?.expiresAt?.toISOString(),
    user: row?.user,
  };
}

function stateOf(
  was: { expiresAt?: Date } | undefined,
  is: { expiresAt?: Date } | undefined,
): SessionSeen["state"] {
  if (!is) return was ? "deleted" : "absent";
  if (!was) return "created";
  const [from, to] = [was.expiresAt?.getTime(), is.expiresAt?.getTime()];
  return (to ?? 0) > (from ?? 0) ? "renewed" : "unchanged";
}

/** What there is of a person in a row, or in a context that a student wrote. */
export function personOf(value: unknown): Person | null {
  if (typeof value !== "object" || value === null) return null;
  const known = Object.entries(value).filter(
    ([name, content]) =>
      /^(name|email|role)$/.test(name) && typeof content === "string",
  );
  return Object.fromEntries(known) as Person;
}
