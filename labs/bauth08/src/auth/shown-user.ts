/**
 * Is the request meant for this user? All tabs of a browser share one cookie:
 * when somebody else has signed in in another tab, this one still shows, and
 * would act for, the one before. Its header can only make us refuse.
 * @param user whom the cookie stands for
 */
export function isMeantFor(
  headers: Headers,
  user: { id: string },
): boolean {
  const shown = headers.get("x-shown-user");
  return shown === null || shown === user.id;
}

/** What a page that shows somebody else is told. */
export const SOMEBODY_ELSE =
  "В этом браузере теперь вошёл другой человек. Обновите страницу, чтобы увидеть кто.";
