import { refusal } from "../../../auth/responses";
import { requireSession, UnauthorizedError } from "../../../auth/session";

/** Tells a page whose browser this is. */
export async function GET(request: Request): Promise<Response> {
  try {
    const { id, name, email, role } = (
      await requireSession(request.headers)
    ).user;
    return Response.json({ user: { id, name, email, role } });
  } catch (error) {
    if (!(error instanceof UnauthorizedError)) throw error;
    return refusal(401, "UNAUTHORIZED", error.message);
  }
}
