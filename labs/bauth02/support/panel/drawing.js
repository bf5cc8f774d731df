// @ts-check
import { card, chips, fill, make, verdict } from "./elements.js";
import {
  attributesOf,
  duration,
  SIGNATURES,
  STATES,
  stepsOf,
  summaryOf,
} from "./words.js";

/**
 * @typedef {import("./exchange.ts").Exchange} Exchange
 * @typedef {import("./exchange.ts").ReceivedCookie} ReceivedCookie
 */

/**
 * Draws a request along the lecture's picture: browser, server, database.
 * @param {Exchange} exchange
 */
export function draw(exchange) {
  const { method, path, status, milliseconds, isCutOff } = exchange;
  const title = [`${method} ${path}`, String(status)].join(" → ");
  const end = isCutOff ? "прервано браузером" : `${milliseconds} мс`;
  fill("request", title, make("small", "", end));
  const summary = summaryOf(exchange);
  const line = document.getElementById("summary");
  // Told by a screen reader only when it is another one.
  if (line && line.textContent !== summary) line.textContent = summary;
  fill(
    "browser",
    make("h2", "", "Браузер"),
    sentCard(exchange),
    ...receivedCards(exchange),
  );
  fill("server", make("h2", "", "Сервер"), steps(exchange));
  fill(
    "database",
    make("h2", "", "База данных"),
    rowCard(exchange),
    statementsCard(exchange),
  );
  countDown();
}

/** @param {Exchange} exchange */
function sentCard({ sent }) {
  if (!sent)
    return card(false, "Прислал", make("p", "", "cookie сессии нет"));
  const isOwn = sent.signature === "own";
  return card(
    true,
    "Прислал cookie",
    make("code", "name", sent.name),
    make("p", "", "токен ", make("code", "", sent.token)),
    chips([
      { text: SIGNATURES[sent.signature], kind: isOwn ? "good" : "bad" },
    ]),
  );
}

/** @param {Exchange} exchange */
function receivedCards({ received }) {
  if (received.length === 0)
    return [card(false, "Получил", make("p", "", "cookie не менялись"))];
  const main = received.filter(({ isOfSession }) => isOfSession);
  const others = received.filter(({ isOfSession }) => !isOfSession);
  const rest = others.map(
    ({ name, isCleared }) =>
      `${isCleared ? "очищена" : "поставлена"} ${name.split(".").at(-1)}`,
  );
  return [
    ...main.map((cookie) =>
      card(
        true,
        "Получил Set-Cookie",
        make("code", "name", cookie.name),
        verdict(
          cookie.isCleared ? "очищена" : "поставлена",
          cookie.isCleared ? "gone" : "new",
          "cookie ",
        ),
        chips(attributesOf(cookie)),
        ...(rest.length > 0
          ? [make("p", "quiet", `и ещё ${rest.join(", ")}`)]
          : []),
      ),
    ),
    ...(main.length > 0
      ? []
      : [
          card(true, "Получил Set-Cookie", make("p", "", rest.join(", "))),
        ]),
  ];
}

/** @param {Exchange} exchange */
function steps(exchange) {
  const list = make("ol", "steps");
  for (const { name, took, said, kind } of stepsOf(exchange)) {
    const item = make("li", kind ?? "", make("b", "", name));
    item.append(make("span", "", said));
    item.classList.add(took ? "took" : "idle");
    list.append(item);
  }
  return list;
}

/** @param {Exchange} exchange */
function rowCard({ session }) {
  const { state, message, expiresAt, user } = session;
  const [word, sentence] = STATES[state];
  const took = Boolean(expiresAt || user) || state === "fault";
  const kind =
    { created: "new", renewed: "new", deleted: "gone", fault: "gone" }[
      state
    ] ?? "";
  const facts = make("dl", "");
  const fact = (
    /** @type {string} */ name,
    /** @type {string | Node | undefined} */ value,
  ) => value && facts.append(make("dt", "", name), make("dd", "", value));
  fact("имя", user?.name);
  fact("e-mail", user?.email);
  fact("роль", user?.role);
  if (expiresAt) {
    const when = make(
      "time",
      "",
      new Date(expiresAt).toLocaleString("ru"),
    );
    when.setAttribute("datetime", expiresAt);
    fact("expires_at", when);
    const left = make("b", "left");
    left.dataset.until = expiresAt;
    if (state !== "deleted") fact("осталось", left);
  }
  return card(
    took,
    "Строка в sessions",
    verdict(word, kind),
    ...(took && state !== "fault" ? [facts] : []),
    make("p", "quiet", message ? `${sentence} ${message}` : sentence),
  );
}

/** @param {Exchange} exchange */
function statementsCard({ statements }) {
  if (statements.length === 0)
    return card(
      false,
      "PostgreSQL",
      make("p", "", "запросов SQL не было"),
    );
  /** @type {Map<string, number>} */
  const times = new Map();
  for (const { verb, tables } of statements) {
    const text = `${verb} ${tables.join(", ")}`;
    times.set(text, (times.get(text) ?? 0) + 1);
  }
  const list = make("ol", "sql");
  for (const [text, count] of times)
    list.append(
      make(
        "li",
        "",
        make("code", "", text),
        count > 1 ? ` × ${count}` : "",
      ),
    );
  return card(true, "PostgreSQL выполнил", list);
}

function countDown() {
  for (const left of document.querySelectorAll("[data-until]")) {
    const { until = "" } = /** @type {HTMLElement} */ (left).dataset;
    const seconds = (Date.parse(until) - Date.now()) / 1_000;
    left.textContent = seconds > 0 ? duration(seconds) : "истекла";
  }
}
setInterval(countDown, 1_000);
