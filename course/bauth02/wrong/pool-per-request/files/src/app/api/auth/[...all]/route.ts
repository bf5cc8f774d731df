import { createAuth } from "../../../../auth/auth";

function handler(request: Request) {
  return createAuth().handler(request);
}

export { handler as GET, handler as POST };
