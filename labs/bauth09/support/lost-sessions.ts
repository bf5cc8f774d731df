import { sql } from "./database.ts";

/**
 * Lets the database go in the middle of a sign-out, for as long as `run`
 * takes: the first DELETE of a session fails, and so does every read of one
 * after it.
 */
export async function whileSessionsGetLost<Result>(
  run: () => Promise<Result>,
): Promise<Result> {
  // A rollback does not take back what a sequence has counted.
  await sql(`create sequence losses;
    alter table sessions rename to sessions_away;
    create function is_there() returns boolean language plpgsql as
      $$ begin
        if (select is_called from losses) then
          raise exception 'диск переполнен';
        end if;
        return true;
      end $$;
    create view sessions as select * from sessions_away where is_there();
    create function lose() returns trigger language plpgsql as
      $$ begin
        perform nextval('losses');
        raise exception 'диск переполнен';
      end $$;
    create trigger lose instead of delete on sessions
      for each row execute function lose()`);
  try {
    return await run();
  } finally {
    await sql(`drop view sessions;
      drop function is_there;
      drop function lose;
      drop sequence losses;
      alter table sessions_away rename to sessions`);
  }
}
