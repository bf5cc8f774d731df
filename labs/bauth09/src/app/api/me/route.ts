import { refusal } from "../../../auth/responses";
import { requireSession, UnauthorizedError } from "../../../auth/session";

/** Tells a page whose browser this is. */
export async function GET(request: Request): Promise<Response> {
  const headers = new Headers();
  try {
    const session = await requireSession(request.headers, headers);
    const { id, name, email, role } = session.user;
    return Response.json({ user: { id, name, email, role } }, { headers });
  } catch (error) {
    if (!(error instanceof UnauthorizedError)) throw error;
    return refusal(401, "UNAUTHORIZED", error.message, headers);
  }
}
