import { refusal } from "../../auth/responses";
import { isOwnOrigin } from "../../auth/origin";

type Operation = (input: unknown, headers: Headers) => Promise<Response>;

/**
 * Makes a route's POST handler of an operation: it lets through requests of
 * our own pages only and reads their JSON.
 */
export function jsonPost(operation: Operation) {
  return async (request: Request): Promise<Response> => {
    if (!isOwnOrigin(request)) {
      return refusal(403, "INVALID_ORIGIN", "Запрос с чужой страницы");
    }
    const input: unknown = await request.json().catch(() => undefined);
    return operation(input, request.headers);
  };
}
