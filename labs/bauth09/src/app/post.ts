import { FAULT, UNREACHABLE } from "./messages";

/**
 * Sends JSON to a route of ours. The cookies of the answer are the browser's
 * business: no script needs to see them.
 * @returns null when the server agreed, or what to tell the person
 */
export async function post(
  path: string,
  body: object,
): Promise<string | null> {
  const answer = await fetch(path, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  }).catch(() => undefined);
  if (!answer) return UNREACHABLE;
  if (answer.ok) return null;
  const refusal = await answer.json().catch(() => undefined);
  return refusal?.message ?? FAULT;
}
