import { vi } from "vitest";
import { sql } from "./database.ts";
import { expectThat } from "./lesson.ts";
import { type Answer, HttpClient } from "./http-client.ts";

export const anna = {
  name: "Анна",
  email: "anna@example.com",
  password: "correct horse battery",
};

export const boris = {
  name: "Борис",
  email: "boris@example.com",
  password: "another long password",
};

/** What the sign-in form sends: nothing else that is known of a person. */
export const credentials = ({ email, password }: typeof anna) => ({
  email,
  password,
});

type Registration = {
  rows: { table: string; row: object }[];
  cookies: [string, string][];
};

const globals = globalThis as {
  registrations?: Map<string, Registration>;
};
const registrations = (globals.registrations ??= new Map());

/**
 * Registers a person; their browser stays signed in. The first registration
 * of a run is a real one; later tests find its rows and cookies again, since
 * hashing the password for each of them would take half of the run.
 * @param check looks at the answer to a real registration
 */
export async function registered(
  person: typeof anna,
  check = worksAsBefore,
): Promise<HttpClient> {
  const { BETTER_AUTH_URL, BETTER_AUTH_SECRET } = process.env;
  const name = [person.email, BETTER_AUTH_URL, BETTER_AUTH_SECRET].join();
  const earlier = registrations.get(name);
  // Under a test's own clock the session must begin at that clock's time.
  if (earlier && !vi.isFakeTimers()) return restored(earlier);

  const client = new HttpClient();
  check(await client.post("/api/sign-up", person));
  if (!vi.isFakeTimers()) {
    registrations.set(name, {
      rows: await rowsOf(person.email),
      cookies: [...client.cookies],
    });
  }
  return client;
}

function worksAsBefore({ status, found }: Answer): void {
  expectThat(status >= 200 && status < 300, {
    found: `регистрация — ${found}`,
    why: "С неё начинается этот тест. Раньше (шаг bauth04) она работала.",
    file: "src/auth/registration.ts",
  });
}

async function rowsOf(email: string): Promise<Registration["rows"]> {
  return sql(
    `with person as (select * from users where email = $1)
     select 'users' as table, to_jsonb(person) as row from person
     union all select 'accounts', to_jsonb(accounts) from accounts
       where user_id in (select id from person)
     union all select 'sessions', to_jsonb(sessions) from sessions
       where user_id in (select id from person)`,
    [email],
  );
}

async function restored(registration: Registration): Promise<HttpClient> {
  for (const { table, row } of registration.rows) {
    await sql(
      `insert into ${table} select * from jsonb_populate_record(null::${table}, $1)`,
      [row],
    );
  }
  const client = new HttpClient();
  for (const [name, value] of registration.cookies)
    client.cookies.set(name, value);
  return client;
}

/** Signs a registered person in on one more device. */
export async function signedIn(person: typeof anna): Promise<HttpClient> {
  const client = new HttpClient();
  const answer = await client.post("/api/sign-in", credentials(person));
  expectThat(answer.status === 200, {
    found: `вход — ${answer.found}`,
    why: "С него начинается этот тест. На шаге bauth05 он работал.",
    file: "src/auth/sign-in.ts",
  });
  return client;
}
