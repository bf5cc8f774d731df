import { post } from "./post";

/**
 * Signs out and shows the page as it is for strangers.
 * @returns null when the session is over, or what to tell the person
 */
export async function leave(): Promise<string | null> {
  const refusal = await post("/api/sign-out", {});
  if (refusal === null) location.reload();
  return refusal;
}
