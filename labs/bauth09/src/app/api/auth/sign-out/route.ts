// One door, one set of rules: Better Auth's own operation at this address says
// "success" even when the row of the session is still there.
export { POST } from "../../sign-out/route";
