/**
 * What a script that was injected into a page gets hold of.
 *
 * @see https://datatracker.ietf.org/doc/html/draft-ietf-httpbis-rfc6265bis
 *   HttpOnly keeps a cookie from non-HTTP APIs such as document.cookie
 * @see https://cheatsheetseries.owasp.org/cheatsheets/HTML5_Security_Cheat_Sheet.html
 */
export type Reading = {
  code: string;
  /** What the expression gives. */
  value: string;
  isLoss: boolean;
  meaning: string;
};

const token = "eyJhbGciOi…";

/** @param httpOnly the session's cookie has that attribute */
export function readings(httpOnly: boolean): Reading[] {
  return [
    {
      code: 'localStorage.getItem("token")',
      value: `"${token}"`,
      isLoss: true,
      meaning: "прочитан: пригодится вору и на его машине",
    },
    {
      code: "document.cookie",
      value: httpOnly ? '""' : '"session=Kx7f…"',
      isLoss: !httpOnly,
      meaning: httpOnly
        ? "HttpOnly: скрипту cookie не видна"
        : "прочитана: пригодится вору и на его машине",
    },
    {
      code: 'fetch("/api/trpc/notes.list")',
      value: "200",
      isLoss: true,
      meaning: "запросы от имени пользователя, пока страница открыта",
    },
  ];
}
