import { FAULT, UNREACHABLE } from "./messages";
import { shownUser } from "./shown-user";

/** Why a route of ours did not agree. */
export type Refusal = {
  /** What to tell the person. */
  message: string;
  /** For programs; undefined when no route of ours has answered. */
  code?: string;
};

/**
 * Sends JSON to a route of ours. The cookies of the answer are the browser's
 * business: no script needs to see them.
 * @returns null when the server agreed
 */
export async function post(
  path: string,
  body: object,
): Promise<Refusal | null> {
  const answer = await fetch(path, {
    method: "POST",
    headers: { "content-type": "application/json", ...shownUser() },
    body: JSON.stringify(body),
  }).catch(() => undefined);
  if (!answer) return { message: UNREACHABLE };
  if (answer.ok) return null;
  const refusal = await answer.json().catch(() => undefined);
  return refusal?.message ? refusal : { message: FAULT };
}
