import { sql } from "./database.ts";

/** PostgreSQL's code for a statement that took longer than it may. */
const TOOK_TOO_LONG = "57014";

/**
 * Ends every INSERT into a table as statement_timeout would, for as long as
 * `run` takes.
 * @see https://www.postgresql.org/docs/current/errcodes-appendix.html
 */
export async function whileTooSlow<Result>(
  table: "users" | "accounts" | "sessions",
  run: () => Promise<Result>,
): Promise<Result> {
  await sql(`create function give_up() returns trigger language plpgsql as
      $$ begin raise exception using errcode = '${TOOK_TOO_LONG}'; end $$;
    create trigger give_up before insert on ${table}
      for each row execute function give_up()`);
  try {
    return await run();
  } finally {
    await sql("drop function give_up cascade");
  }
}

/**
 * Lets the database die of the first INSERT into users, for as long as `run`
 * takes: until then it answers, afterwards it does not even read that table.
 */
export async function whileDyingOfUsers<Result>(
  run: () => Promise<Result>,
): Promise<Result> {
  // A rollback does not take back what a sequence has counted.
  await sql(`create sequence deaths;
    alter table users rename to users_away;
    create view users as select * from users_away
      where (select 1 / (case when is_called then 0 else 1 end)
        from deaths) = 1;
    create function die() returns trigger language plpgsql as
      $$ begin
        perform nextval('deaths');
        raise exception using errcode = '${TOOK_TOO_LONG}';
      end $$;
    create trigger die instead of insert on users
      for each row execute function die()`);
  try {
    return await run();
  } finally {
    await sql(`drop view users;
      drop function die;
      drop sequence deaths;
      alter table users_away rename to users`);
  }
}
