import { post } from "./post";

export async function leave(): Promise<string | null> {
  await post("/api/sign-out", {});
  location.replace("/");
  return null;
}
