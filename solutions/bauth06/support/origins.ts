/** The site while it is attacked: a name, so that others can look like it. */
export const SITE = "https://notes.example";

const EVIL = "https://evil.example";

/**
 * Headers with which a request comes from a page that is not ours, by what it
 * is. The site is at SITE meanwhile: `restartedWith({ BETTER_AUTH_URL: SITE },
 * …)`. A browser writes Origin itself, no page can change it.
 * @see https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/Origin
 */
export const foreignOrigins: [what: string, Record<string, string>][] = [
  ["чужой сайт", { origin: EVIL }],
  ["страница без адреса (null)", { origin: "null" }],
  ["имя, которое начинается как наше", { origin: `${SITE}.evil.example` }],
  [
    "имя, которое кончается как наше",
    { origin: "https://evilnotes.example" },
  ],
  ["имя, похожее на наше", { origin: "https://notes-example" }],
  ["начало нашего имени", { origin: "https://notes.exampl" }],
  ["поддомен", { origin: "https://blog.notes.example" }],
  ["другой порт", { origin: `${SITE}:8443` }],
  ["без шифрования", { origin: "http://notes.example" }],
  [
    "поддомен, и браузер зовёт его соседом",
    {
      origin: "https://blog.notes.example",
      "sec-fetch-site": "same-site",
    },
  ],
  [
    "чужой сайт с нашим Referer",
    { origin: EVIL, referer: `${SITE}/notes` },
  ],
  [
    "чужой сайт, который назван в X-Forwarded-Host",
    {
      origin: EVIL,
      "x-forwarded-host": "evil.example",
      "x-forwarded-proto": "https",
    },
  ],
];
