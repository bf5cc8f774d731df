// Better Auth has an operation of its own at this address; it says "success"
// even when the row of the session is still there. Ours answers instead.
export { POST } from "../../sign-out/route";
