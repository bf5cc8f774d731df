import { isOwnOrigin, ownAddress } from "../../auth/origin";
import { secondsToWait } from "../../auth/rate-limit";
import { refusal } from "../../auth/responses";

type Operation = (input: unknown, headers: Headers) => Promise<Response>;

/**
 * Makes a route's POST handler of an operation: it lets through requests of
 * our own pages only, so many for an e-mail and no more, and reads their JSON.
 */
export function jsonPost(operation: Operation) {
  return async (request: Request): Promise<Response> => {
    if (!isOwnOrigin(request)) {
      return refusal(
        403,
        "INVALID_ORIGIN",
        `Формы работают только по адресу ${ownAddress()}: откройте его`,
      );
    }
    const input: unknown = await request.json().catch(() => undefined);
    const wait = secondsToWait(emailOf(input));
    if (wait > 0) {
      return refusal(
        429,
        "TOO_MANY_ATTEMPTS",
        `Слишком много попыток. Повторите через ${Math.ceil(wait / 60)} мин`,
        new Headers({ "retry-after": String(wait) }),
      );
    }
    return operation(input, request.headers);
  };
}

/** As auth will look for it, in small letters; none has more than 254. */
function emailOf(input: unknown): string {
  const { email } = Object(input) as { email?: unknown };
  return String(email).toLowerCase().slice(0, 254);
}
