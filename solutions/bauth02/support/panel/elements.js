// @ts-check
/** What the picture is made of. */

/**
 * @param {boolean} took whether it took part in the request
 * @param {string} title
 * @param {Node[]} content
 */
export function card(took, title, ...content) {
  const box = make("div", "card", make("h3", "", title), ...content);
  box.classList.add(took ? "took" : "idle");
  return box;
}

/** @param {{ text: string, kind?: string }[]} values */
export function chips(values) {
  const list = make("ul", "chips");
  for (const { text, kind } of values)
    list.append(make("li", kind ?? "", text));
  return list;
}

/** The word that matters in a card. */
export function verdict(
  /** @type {string} */ word,
  /** @type {string} */ kind,
  before = "",
) {
  return make("p", `verdict ${kind}`, before + word);
}

/**
 * @param {string} id
 * @param {(Node | string)[]} content
 */
export function fill(id, ...content) {
  document.getElementById(id)?.replaceChildren(...content);
}

/**
 * @param {string} tag
 * @param {string} kind its class
 * @param {(Node | string)[]} content
 * @returns {HTMLElement}
 */
export function make(tag, kind, ...content) {
  const element = document.createElement(tag);
  if (kind) element.className = kind;
  element.append(...content);
  return element;
}
