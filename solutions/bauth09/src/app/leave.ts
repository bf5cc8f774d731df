import { post, type Refusal } from "./post";

/**
 * Signs out and shows the page as it is for strangers.
 * @returns null when the session is over, or why it is not
 */
export async function leave(): Promise<Refusal | null> {
  const refusal = await post("/api/sign-out", {});
  if (refusal === null) location.reload();
  return refusal;
}
