import { refusal } from "../../../auth/responses";
import { getSession } from "../../../auth/session";
import { isMeantFor, SOMEBODY_ELSE } from "../../../auth/shown-user";
import { signOut } from "../../../auth/sign-out";

/** Signs out whom the page shows. */
export async function POST(request: Request): Promise<Response> {
  const session = await getSession(request.headers);
  if (session && !isMeantFor(request.headers, session.user)) {
    return refusal(409, "SOMEBODY_ELSE", SOMEBODY_ELSE);
  }
  return signOut(request);
}
