export { signOut as POST } from "../../../auth/sign-out";
