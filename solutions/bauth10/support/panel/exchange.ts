/** What the panel tells of one request: the server writes it, page.js draws it. */

/** A row of users, or the user in the context: what is there of it. */
export type Person = { name?: string; email?: string; role?: string };

/** The cookie of the session as the browser sent it. */
export type SentCookie = {
  name: string;
  /** Its beginning: whoever sees the whole of it is signed in. */
  token: string;
  /** By BETTER_AUTH_SECRET, by another key, or not at all. */
  signature: "own" | "foreign" | "none";
};

/** One Set-Cookie of the answer. */
export type ReceivedCookie = {
  name: string;
  isOfSession: boolean;
  isCleared: boolean;
  httpOnly: boolean;
  secure: boolean;
  sameSite?: string;
  path?: string;
  domain?: string;
  /** Seconds that the browser keeps it; without them, until it is closed. */
  maxAge?: number;
};

/** Its row in the database, before the request and after it. */
export type SessionSeen = {
  state:
    | "no cookie"
    | "no table"
    | "fault"
    | "absent"
    | "created"
    | "renewed"
    | "deleted"
    | "unchanged";
  /** Of `fault`: what the database said. */
  message?: string;
  /** ISO 8601; of `deleted`, what it was. */
  expiresAt?: string;
  user?: Person;
};

/** SQL that the application sent: `select`, and the tables that it names. */
export type Statement = { verb: string; tables: string[] };

/** One request of the application with its answer. */
export type Exchange = {
  id: number;
  /** ISO 8601. */
  at: string;
  method: string;
  /** Without the query, which may hold anything. */
  path: string;
  status: number;
  /** The browser left before the answer was complete. */
  isCutOff: boolean;
  milliseconds: number;
  sent: SentCookie | null;
  received: ReceivedCookie[];
  /** Missing when no context was made; `user` is missing before lab 7. */
  context?: { user?: Person | null };
  statements: Statement[];
  session: SessionSeen;
};
