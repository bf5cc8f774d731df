import { post } from "./post";

export async function leave(): Promise<string | null> {
  const refusal = await post("/api/sign-out", {});
  if (refusal === null) history.pushState(null, "", "/");
  return refusal;
}
