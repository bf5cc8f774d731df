// @ts-check
/** What the panel says, in Russian. */

/**
 * @typedef {import("./exchange.ts").Exchange} Exchange
 * @typedef {import("./exchange.ts").Person} Person
 * @typedef {import("./exchange.ts").ReceivedCookie} ReceivedCookie
 */

/** The tables that auth asks for; what is left belongs to the application. */
const OF_AUTH = /^(users|sessions|accounts|verifications)$/;

/** By state of the row: what has become of it, in a word and in a sentence. */
export const STATES = {
  "no cookie": [
    "не искали",
    "Cookie сессии нет, поэтому искать в базе нечего.",
  ],
  "no table": [
    "таблицы нет",
    "Таблицы sessions в базе ещё нет: она появится в bauth02.",
  ],
  fault: ["не прочитана", "База не ответила так, как нужно панели:"],
  absent: [
    "строки нет",
    "В sessions нет строки с этим токеном: для сервера такой сессии нет.",
  ],
  created: ["создана", "До запроса этой строки не было."],
  renewed: ["продлена", "expires_at сдвинулся: срок начался заново."],
  deleted: ["удалена", "Строка была до запроса, а теперь её нет."],
  unchanged: ["без изменений", "Запрос строку не изменил."],
};

export const SIGNATURES = {
  own: "подпись верна",
  foreign: "подпись не от этого сайта",
  none: "без подписи",
};

/**
 * What the request has done, in one sentence.
 * @param {Exchange} exchange
 * @returns {string}
 */
export function summaryOf({ sent, received, session }) {
  const change = received.find(({ isOfSession }) => isOfSession);
  const isOver = Date.parse(session.expiresAt ?? "") <= Date.now();
  if (change?.isCleared)
    return session.state === "deleted"
      ? "Сессия закончилась: cookie очищена, строка удалена"
      : "Cookie очищена: такой сессии нет";
  if (change)
    return (
      {
        created: "Сессия началась: cookie поставлена, строка создана",
        renewed: "Сессия продлена: новый срок у строки и у cookie",
      }[session.state] ?? "Cookie поставлена"
    );
  if (!sent) return "Никого: cookie сессии не было";
  if (sent.signature !== "own")
    return `Cookie есть, но ${SIGNATURES[sent.signature]}`;
  if (session.state === "deleted") return "Строка сессии удалена";
  if (session.state === "renewed")
    return "Строка продлена, а cookie прежняя";
  if (session.state === "unchanged")
    return isOver
      ? "Сессия истекла"
      : `Сессия жива: ${nameOf(session.user)}`;
  return `Cookie есть: ${STATES[session.state][0]}`;
}

/** @param {Person | undefined} person */
export function nameOf(person) {
  return person?.name ?? person?.email ?? "пользователь";
}

/**
 * The parts of the server, in the order of the lecture's picture.
 * @param {Exchange} exchange
 * @returns {{ name: string, took: boolean, said: string, kind?: string }[]}
 */
export function stepsOf({ path, status, context, statements, received }) {
  const isTrpc = path.startsWith("/api/trpc");
  const tables = new Set(statements.flatMap(({ tables }) => tables));
  const ofAuth = [...tables].filter((table) => OF_AUTH.test(table));
  const others = [...tables].filter((table) => !OF_AUTH.test(table));
  const setsCookie = received.some(({ isOfSession }) => isOfSession);
  return [
    {
      name: "Next.js",
      took: true,
      said: path.startsWith("/api/")
        ? `маршрут ответил кодом ${status}`
        : `страница ответила кодом ${status}`,
    },
    {
      name: "auth",
      kind: "auth",
      took: ofAuth.length > 0 || setsCookie,
      said:
        ofAuth.length > 0
          ? `спрашивает таблицы ${ofAuth.join(", ")}`
          : setsCookie
            ? "отвечает, не спросив базу"
            : "запросов к базе нет",
    },
    {
      name: "tRPC context",
      took: context !== undefined,
      said: contextSaid(context, isTrpc),
    },
    {
      name: "access",
      took: isTrpc && others.length > 0,
      said:
        isTrpc && others.length > 0
          ? `дошло до данных: ${others.join(", ")}`
          : "до данных не дошло",
    },
    {
      name: "Drizzle",
      took: statements.length > 0,
      said:
        statements.length > 0 ? `SQL: ${statements.length}` : "SQL нет",
    },
  ];
}

/**
 * @param {Exchange["context"]} context
 * @param {boolean} isTrpc
 */
function contextSaid(context, isTrpc) {
  if (!context)
    return isTrpc
      ? "не создан: запрос отклонён раньше"
      : "запрос без tRPC";
  const { user } = context;
  if (user === undefined)
    return "пуст: пользователь появится в нём в bauth07";
  if (user === null) return "user: null — никого";
  const { name, email, role } = user;
  return `user: ${[name, email, role].filter(Boolean).join(" · ") || "без имени"}`;
}

/**
 * The attributes of a cookie; what protects it and is missing is a danger.
 * @param {ReceivedCookie} cookie
 * @returns {{ text: string, kind?: string }[]}
 */
export function attributesOf(cookie) {
  const { httpOnly, secure, sameSite, path, domain, maxAge } = cookie;
  return [
    httpOnly
      ? { text: "HttpOnly", kind: "good" }
      : { text: "нет HttpOnly", kind: "bad" },
    sameSite
      ? {
          text: `SameSite=${sameSite[0]?.toUpperCase()}${sameSite.slice(1)}`,
          kind: sameSite === "none" ? "bad" : "good",
        }
      : { text: "нет SameSite", kind: "bad" },
    secure
      ? { text: "Secure", kind: "good" }
      : { text: "без Secure: адрес http" },
    { text: `Path=${path ?? "не задан"}` },
    ...(domain ? [{ text: `Domain=${domain}`, kind: "bad" }] : []),
    ...(cookie.isCleared
      ? []
      : [
          {
            text:
              maxAge === undefined
                ? "до закрытия браузера"
                : `срок: ${duration(maxAge)}`,
          },
        ]),
  ];
}

/**
 * @param {number} seconds
 * @returns such as «6 дн. 23 ч 59 мин 58 с»
 */
export function duration(seconds) {
  const whole = Math.max(0, Math.floor(seconds));
  const parts = {
    days: Math.floor(whole / 86_400),
    hours: Math.floor(whole / 3_600) % 24,
    minutes: Math.floor(whole / 60) % 60,
    seconds: whole % 60,
  };
  const format = new Intl.DurationFormat("ru", { style: "short" });
  return whole === 0 ? "0 с" : format.format(parts);
}
