import { Client } from "pg";
import { expect, onTestFinished, test } from "vitest";
import {
  ownDatabaseOn,
  serverProblem,
} from "../../course/base/support/server.ts";
import { has } from "../machine/has.ts";
import { realPostgres } from "../postgres/server.ts";
import { copyOf } from "./copy.ts";

/** What a student reads when the tests cannot have a database there. */
async function problemAt(url: string): Promise<string> {
  return ownDatabaseOn(url).then(
    async (database) => {
      await database.close();
      return "none";
    },
    (error) => serverProblem(error, url),
  );
}

test.each([
  ["postgres://me@127.0.0.1:1/notes", "не отвечает на порту 1"],
  ["/nowhere notes", "Сервер «/nowhere» из DATABASE_URL не отвечает"],
  ["postgres://me:a/b@localhost/notes", "не читается"],
  ["postgres://me@localhost:port/notes", "не читается"],
  ["notes", "не читается"],
  ["postgres://nowhere.invalid/notes", "Сервера «nowhere.invalid»"],
  ["postgres://localhost/a?sslrootcert=/none", "Файл сертификата"],
])("%s", async (url, problem) => {
  expect(await problemAt(url)).toContain(problem);
});

/** As Node and pg throw them; a real server for each is too much. */
test.each([
  ["28P01", "password authentication failed", "не принял пароль"],
  ["", "SASL: client password must be a string", "не принял пароль"],
  ["28000", "no pg_hba.conf entry, no encryption", "по TLS не состоялось"],
  ["", "The server does not support SSL connections", "не умеет TLS"],
  ["SELF_SIGNED_CERT_IN_CHAIN", "self-signed", "нет доверия"],
  ["UNABLE_TO_VERIFY_LEAF_SIGNATURE", "unable", "нет доверия"],
  ["ERR_TLS_CERT_ALTNAME_INVALID", "Hostname", "не на имя «localhost»"],
  ["53300", "sorry, too many clients already", "Свободных соединений"],
  ["25006", "cannot execute CREATE DATABASE", "только для чтения"],
  ["25001", "cannot run inside a transaction block", "PgBouncer"],
])("%s %s", (code, message, problem) => {
  const error = Object.assign(new Error(message), { code });
  expect(serverProblem(error, "postgres://me@localhost/a")).toContain(
    problem,
  );
});

test.skipIf(!has("postgres"))(
  "a real server: each refusal is one true message, and nothing is left",
  async ({ skip }) => {
    const server = await realPostgres();
    if ("reason" in server) return skip(server.reason);
    onTestFinished(() => server.stop());
    const admin = new Client(server.url);
    await admin.connect();
    onTestFinished(() => admin.end());
    await admin.query("drop role if exists course_guest");
    await admin.query("create role course_guest login");
    onTestFinished(async () => {
      await admin.query("drop role course_guest");
    });

    const place = new URL(server.url).host;
    expect(
      await problemAt(`postgres://course_guest@${place}/postgres`),
    ).toMatch(
      /Роли «course_guest» нельзя.*ALTER ROLE "course_guest" CREATEDB/s,
    );
    expect(
      await problemAt(`postgres://postgres@${place}/course_none`),
    ).toContain("нет базы «course_none»");
    expect(await problemAt(server.url)).toBe("none");
    const { rows } = await admin.query(
      "select 1 from pg_database where datname like 'bauth_test_%'",
    );
    expect(rows).toEqual([]);
  },
);

test.skipIf(!has("postgres"))(
  "a migration that Drizzle would leave out in silence is told",
  async ({ skip }) => {
    const server = await realPostgres();
    if ("reason" in server) return skip(server.reason);
    onTestFinished(() => server.stop());
    const shared = await ownDatabaseOn(server.url);
    const client = new Client(shared.url);
    await client.connect();
    // What a migration of one's own leaves, made after those of the course.
    await client.query(`create schema drizzle;
      create table drizzle.__drizzle_migrations
        (id serial primary key, hash text not null, created_at bigint);
      insert into drizzle.__drizzle_migrations (hash, created_at)
        values ('own', 9999999999999)`);
    await client.end();

    const lab = await copyOf("labs/bauth04", "shared");
    const { all, exitCode } = await lab.dev([], {
      DATABASE_URL: shared.url,
    });
    expect(all).toMatch(
      /drizzle\/0000_notes\.sql не применена: в этой базе уже есть другая, более новая.+\nЧто делать: впишите в DATABASE_URL имя новой/,
    );
    expect(all).not.toContain("Сайт открыт");
    expect(exitCode).toBe(1);
  },
);
