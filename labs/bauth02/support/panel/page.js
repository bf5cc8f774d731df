// @ts-check
import { draw } from "./drawing.js";
import { summaryOf } from "./words.js";

/** @typedef {import("./exchange.ts").Exchange} Exchange */

/** How many requests can be looked at; the server keeps as many. */
const KEPT = 50;

/** @type {Exchange[]} The last request comes last. */
let exchanges = [];
/** @type {number | undefined} Of the request that was chosen; else the last one. */
let chosen;

/** @param {string} id */
const byId = (id) =>
  /** @type {HTMLElement} */ (document.getElementById(id));
const latest = byId("latest");
const list = byId("list");
const connection = byId("connection");

latest.addEventListener("click", () => {
  chosen = undefined;
  show();
});

/** In development the site starts anew now and then: the browser asks again. */
const events = new EventSource("/_panel/events");
let isNew = true;
events.addEventListener("open", () => {
  isNew = true;
  connection.textContent = "Запросы появляются сами.";
});
events.addEventListener("error", () => {
  connection.textContent =
    "Сайт не отвечает: запустите pnpm dev, и панель подключится сама.";
});
events.addEventListener("message", ({ data }) => {
  /** @type {Exchange[]} */
  const told = JSON.parse(data);
  exchanges = [...(isNew ? [] : exchanges), ...told].slice(-KEPT);
  isNew = false;
  show();
});

function show() {
  const shown =
    exchanges.find(({ id }) => id === chosen) ?? exchanges.at(-1);
  latest.setAttribute("aria-pressed", String(chosen === undefined));
  const focused = document.activeElement?.getAttribute("data-id");
  list.replaceChildren(
    ...exchanges.toReversed().map((one) => entry(one, one === shown)),
  );
  /** @type {HTMLElement | null} */
  const again = list.querySelector(`[data-id="${focused}"]`);
  again?.focus();
  if (shown) draw(shown);
}

/**
 * A line of the list.
 * @param {Exchange} exchange
 * @param {boolean} isShown
 */
function entry(exchange, isShown) {
  const { id, method, path, status } = exchange;
  const button = document.createElement("button");
  button.type = "button";
  button.dataset.id = String(id);
  if (isShown) button.setAttribute("aria-current", "true");
  const what = document.createElement("b");
  what.textContent = `${method} ${path}`;
  const answer = document.createElement("span");
  answer.className = status < 400 ? "status" : "status refused";
  answer.textContent = String(status);
  const summary = document.createElement("small");
  summary.textContent = summaryOf(exchange);
  button.append(answer, what, summary);
  button.addEventListener("click", () => {
    chosen = id;
    show();
  });
  const item = document.createElement("li");
  item.append(button);
  return item;
}
