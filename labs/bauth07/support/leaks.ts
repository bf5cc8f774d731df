/**
 * What must never leave an application, whatever its tests did with it: these
 * tests read the journal of their file, so they come last in it.
 */
import { test } from "vitest";
import {
  exchanges,
  type Exchange,
  prints,
  statements,
} from "./journal.ts";
import { expectThat } from "./lesson.ts";
import { leaves, secretIn, secretsOf, settings } from "./secrets.ts";

/** How Drizzle, pg and PostgreSQL speak when something fails. */
const DATABASE_SPEAKS =
  /Failed query|relation "|column "|constraint "|violates|syntax error at|диск переполнен|\b(select|insert into|update|delete from) ["a-z].* (from|values|set|where) /i;

/**
 * What Drizzle throws names a query's parameters: Better Auth logs it, and so
 * does whoever logs an exception before throwing it on, which is right.
 */
const LIBRARY_SPEAKS = /Failed query: [^]*params: /;

/** A uuid, a time: nobody writes these into a statement by hand. */
const DATUM =
  /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|\d{4}-\d\d-\d\d[T ]\d\d:\d\d|\b1[6-9]\d{11}\b/i;

/**
 * Registers the tests.
 * @param file what a student opens first when one of them fails
 */
export function leakTests(file: string): void {
  test("пароль, token и секрет не попадают в журнал", () => {
    const secrets = secretsOf(exchanges());
    for (const { text, place } of prints()) {
      if (LIBRARY_SPEAKS.test(text)) continue;
      const secret = secretIn(text, secrets);
      expectThat(secret === undefined, {
        found: `программа напечатала ${secret}`,
        why: "Журнал читают многие: коллеги, службы сбора журналов, злоумышленник с его копией. С token или паролем из него войдут под чужим именем.",
        file: place ?? file,
      });
    }
  });

  test("пароль, хэш и token не попадают в ответы", () => {
    const secrets = secretsOf(exchanges());
    for (const exchange of exchanges()) {
      const { text, response } = exchange;
      const headers = [...response]
        .filter(([name]) => name !== "set-cookie")
        .map((pair) => pair.join(": "))
        .join("\n");
      const secret =
        secretIn(headers, secrets) ??
        // Better Auth's own answers name the token: nobody has to show them.
        secretIn(text, ownAnswer(exchange) ? settings() : secrets);
      expectThat(secret === undefined, {
        found: `в ответе на ${nameOf(exchange)} — ${secret}`,
        why: "Тело и заголовки ответа читает любой скрипт на странице, в том числе чужой. Наружу уходит только то, что нужно странице.",
        file,
      });
    }
  });

  test("ответы не пересказывают ошибки базы", () => {
    for (const exchange of exchanges()) {
      const [said] = DATABASE_SPEAKS.exec(exchange.text) ?? [];
      expectThat(said === undefined, {
        found: `в ответе на ${nameOf(exchange)} — «${said}»`,
        why: "По тексту ошибки посторонний узнаёт таблицы, столбцы и значения. Подробности — в журнал, посетителю — что делать.",
        file,
      });
    }
  });

  test("значения уходят в базу параметрами, а не внутри текста SQL", () => {
    const sent = [
      ...sentIn(exchanges()),
      ...secretsOf(exchanges()).keys(),
    ].filter((value) => value.length >= 4);
    for (const { text } of statements()) {
      const value =
        DATUM.exec(text)?.[0] ?? sent.find((one) => text.includes(one));
      expectThat(value === undefined, {
        found: `запрос со значением «${value}» внутри: ${text.slice(0, 160)}`,
        why: "Текст запроса, склеенный из строк, выполнит и то, что приписал посетитель (SQL-инъекция). Параметр остаётся значением, что бы в нём ни было.",
        file,
      });
    }
  });

  test("каждая cookie закрыта от скриптов, чужих сайтов и соседних адресов", () => {
    for (const exchange of exchanges()) {
      const { response, site } = exchange;
      for (const line of response.getSetCookie()) {
        const [, ...attributes] = line.toLowerCase().split(/;\s*/);
        const missing = [
          ["httponly"],
          ["samesite=lax", "samesite=strict"],
          ["path=/"],
          site.startsWith("https:") ? ["secure"] : [],
        ].filter(
          (either) =>
            either.length > 0 &&
            !either.some((one) => attributes.includes(one)),
        );
        const wide = attributes.find((one) => one.startsWith("domain="));
        expectThat(missing.length === 0 && !wide, {
          found: `${nameOf(exchange)} — Set-Cookie: ${line.slice(0, 160)}`,
          why: `${wide ? "С Domain cookie уходит и на соседние поддомены, чьи они ни есть." : `Не хватает ${missing.map(([one]) => one).join(", ")}.`} Так защищают каждую cookie: и новую, и продлённую, и ту, что стирают.`,
          file,
        });
      }
    }
  });

  test("ответы не остаются в общих кэшах", () => {
    for (const exchange of exchanges()) {
      const kept = [...exchange.response].find(
        ([name, value]) =>
          name.endsWith("cache-control") &&
          (/public|s-maxage=[1-9]|immutable/i.test(value) ||
            (/max-age=[1-9]/i.test(value) && !/private/i.test(value))),
      );
      expectThat(kept === undefined, {
        found: `ответ на ${nameOf(exchange)} с заголовком ${kept?.join(": ")}`,
        why: "Общий кэш (CDN, прокси) отдаст ответ одного человека всем, вместе с его данными и cookie.",
        file,
      });
    }
  });

  test("чужая страница не прочтёт ни одного ответа", () => {
    for (const exchange of exchanges()) {
      const { request, response, site } = exchange;
      const origin = request.get("origin");
      const allowed = response.get("access-control-allow-origin");
      const credentials =
        response.get("access-control-allow-credentials") === "true";
      expectThat(
        allowed === null ||
          (allowed === "*" ? !credentials : allowed === site),
        {
          found: `на ${nameOf(exchange)} со страницы ${origin} ответ разрешает: Access-Control-Allow-Origin: ${allowed}`,
          why: "Так любой сайт, на который зашёл вошедший человек, прочтёт его данные. Своим страницам CORS не нужен: они с того же адреса.",
          file,
        },
      );
    }
  });
}

/** What the tests sent that cannot be a word of SQL. */
function sentIn(all: Exchange[]): string[] {
  const sent = all.flatMap(({ body }) =>
    leaves(body).map(([, value]) => value),
  );
  return [...new Set(sent)].filter((value) => !/^[\w\s]+$/.test(value));
}

function ownAnswer({ path }: Exchange): boolean {
  return path.startsWith("/api/auth/");
}

function nameOf({ method, path }: Exchange): string {
  return `${method} ${path.split("?")[0]}`;
}
