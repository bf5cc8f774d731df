// One door, one set of rules: Better Auth's own operation at this address has
// other limits and other answers. Ours answers instead.
export { POST } from "../../../sign-up/route";
