import { post, type Refusal } from "./post";

/**
 * Signs out and leaves the pages of the session that was.
 * @returns null when the session is over, or why it is not
 */
export async function leave(): Promise<Refusal | null> {
  const refusal = await post("/api/sign-out", {});
  // A full load: the router's memory goes, and with it every page in it.
  if (refusal === null) location.replace("/");
  return refusal;
}
