/**
 * How long a copied session cookie works. Time is counted in days from login;
 * the terms are those of the course.
 *
 * @see https://cheatsheetseries.owasp.org/cheatsheets/Session_Management_Cheat_Sheet.html
 */
const expiresIn = 7;

export type Story = {
  /** The day the thief got hold of the cookie. */
  theft: number;
  /** The day the user logged out; undefined when they never did. */
  logout: number | undefined;
  /** The thief comes every day from the theft on. */
  thiefComesDaily: boolean;
};

/**
 * The day a session expires, as the database knows it on a day. Reading a
 * session that is a day old or older gives it another week, whoever reads:
 * the server cannot tell a thief from a user.
 */
export function expiryOn(day: number, story: Story): number {
  let expiry = expiresIn;
  if (!story.thiefComesDaily) return expiry;
  const last = Math.min(day, story.logout ?? Infinity);
  for (let visit = story.theft; visit < last && visit < expiry; visit++)
    expiry = visit + expiresIn;
  return expiry;
}

export type Answer = { status: 200 | 401; why: string };

/** What the server answers to the stolen cookie on a day. */
export function answerOn(day: number, story: Story): Answer {
  if (story.logout !== undefined && day >= story.logout)
    return {
      status: 401,
      why: "logout удалил строку: cookie больше ничего не значит",
    };
  if (day >= expiryOn(day, story))
    return {
      status: 401,
      why: "срок вышел, а новую сессию без пароля не получить",
    };
  return { status: 200, why: "для сервера это сам пользователь" };
}
