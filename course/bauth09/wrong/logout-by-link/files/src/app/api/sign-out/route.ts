import { auth } from "../../../auth/auth";

export { signOut as POST } from "../../../auth/sign-out";

export async function GET(request: Request): Promise<Response> {
  await auth.api.signOut({ headers: request.headers });
  return new Response(null, { status: 302, headers: { location: "/" } });
}
