import { Client } from "pg";
import { expect, test } from "vitest";
import { withDatabase } from "../../course/base/support/server.ts";

/** Before the database's name, and after it. */
const spellings: [before: string, name: string, after: string][] = [
  ["postgres://user:secret@localhost:5432/", "notes", ""],
  ["postgresql://user@db.example/", "notes", "?sslmode=verify-full"],
  ["POSTGRES://localhost/", "notes", "?ssl=true"],
  ["postgres://user@[::1]:5432/", "notes", ""],
  ["postgres://user:p%40s%2Fs@localhost/", "notes", ""],
  ["postgres://user:p@s:s w%d@localhost/", "notes", ""],
  ["postgres://user:100%@localhost/", "заметки", ""],
  ["postgres://user@localhost/", "my%20notes", "?application_name=a/b?c"],
  ["postgres://localhost/", "notes", "?options=-c%20geqo%3Doff#here"],
  [
    "postgres://localhost/",
    "notes",
    "?sslmode=require&uselibpqcompat=true",
  ],
  ["postgres://%2Fvar%2Frun%2Fpostgresql:5432/", "notes", ""],
  ["postgres://user@/", "notes", "?host=/var/run/postgresql"],
  ["postgres:///", "notes", "?host=/var/run&port=5433&user=me"],
  ["postgres://localhost/", "", ""],
  ["socket:/var/run/postgresql?db=", "notes", ""],
  ["socket://user:secret@/var/run?db=", "notes", ""],
  ["/var/run/postgresql ", "notes", ""],
  ["", "notes", ""],
  ["", "notes", "?host=/var/run/postgresql"],
];

test.each(spellings)("%s%s%s", (before, name, after) => {
  const url = withDatabase(before + name + after, "own_1");
  expect(url).toBe(`${before}own_1${after}`);
  expect(readByPg(url)).toEqual({
    ...readByPg(before + name + after),
    database: "own_1",
  });
});

test.each([
  ["postgres://localhost", "postgres://localhost/own_1"],
  ["postgres://localhost?ssl=true", "postgres://localhost/own_1?ssl=true"],
  ["postgres://", "postgres:///own_1"],
  ["socket:/var/run", "socket:/var/run?db=own_1"],
  ["socket:/run?db=a&encoding=utf8", "socket:/run?encoding=utf8&db=own_1"],
  ["/var/run/postgresql", "/var/run/postgresql own_1"],
  ["?host=/var/run", "own_1?host=/var/run"],
])("%s names none, or not last", (url, expected) => {
  expect(withDatabase(url, "own_1")).toBe(expected);
  expect(readByPg(expected)).toEqual({
    ...readByPg(url),
    database: "own_1",
  });
});

function readByPg(url: string) {
  const { connectionParameters: read } = new Client(url) as unknown as {
    connectionParameters: Record<string, unknown>;
  };
  const { password } = read;
  return { ...read, password };
}
