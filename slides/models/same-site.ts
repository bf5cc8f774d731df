/**
 * When a browser attaches a cookie to a request that another site has caused,
 * and what comes of it. A model of RFC 6265bis for one cookie, all over https.
 *
 * @see https://datatracker.ietf.org/doc/html/draft-ietf-httpbis-rfc6265bis
 * @see https://cheatsheetseries.owasp.org/cheatsheets/Cross-Site_Request_Forgery_Prevention_Cheat_Sheet.html
 */
export type SameSite = "None" | "Lax" | "Strict";

export type Cookie = { sameSite: SameSite; secure: boolean };

/** How the foreign page makes the browser send a request. */
export type Way = "link" | "form" | "fetch" | "image";

type Request = {
  method: "GET" | "POST";
  /** The address in the browser's address bar changes. */
  isTopLevel: boolean;
  /** What the browser says about the page that the request came from. */
  origin: "foreign" | "none";
};

export const requests: Record<Way, Request> = {
  link: { method: "GET", isTopLevel: true, origin: "none" },
  form: { method: "POST", isTopLevel: true, origin: "foreign" },
  // With credentials: "include"; without, no cookie ever goes along.
  fetch: { method: "POST", isTopLevel: false, origin: "foreign" },
  image: { method: "GET", isTopLevel: false, origin: "none" },
};

/** A cookie for cross-site use is refused when it is not Secure. */
export function isStored({ sameSite, secure }: Cookie): boolean {
  return sameSite !== "None" || secure;
}

/** Does the cookie go along with a cross-site request? */
export function isAttached(cookie: Cookie, way: Way): boolean {
  if (!isStored(cookie)) return false;
  const { method, isTopLevel } = requests[way];
  if (cookie.sameSite === "None") return true;
  // Only navigation, and only with a method that changes nothing.
  return cookie.sameSite === "Lax" && isTopLevel && method === "GET";
}

export type Outcome = {
  status: 200 | 401 | 403;
  /** Something was changed in the user's name. */
  isHarmful: boolean;
  why: string;
};

/**
 * What the server answers. It keeps the rule that a GET changes nothing, so
 * there is nothing to protect there, and no Origin to look at either.
 *
 * @param checksOrigin asks where a request comes from before anything else
 */
export function answerTo(
  cookie: Cookie,
  way: Way,
  checksOrigin: boolean,
): Outcome {
  const { method } = requests[way];
  if (method === "POST" && checksOrigin)
    return {
      status: 403,
      isHarmful: false,
      why: "Origin чужой: сервер отказал, не глядя на cookie.",
    };
  if (!isStored(cookie))
    return {
      status: 401,
      isHarmful: false,
      why: "Без сохранённой cookie пользователь не смог и войти: он аноним.",
    };
  if (!isAttached(cookie, way))
    return {
      status: 401,
      isHarmful: false,
      why:
        way === "link"
          ? "Cookie нет: вошедший пользователь увидит форму входа."
          : "Cookie нет: для сервера это аноним.",
    };
  if (method === "GET")
    return {
      status: 200,
      isHarmful: false,
      why: "Запрос от имени пользователя, но GET ничего не меняет.",
    };
  return {
    status: 200,
    isHarmful: true,
    why: "CSRF удался: заметка удалена от имени пользователя.",
  };
}
