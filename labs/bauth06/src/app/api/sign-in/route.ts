import { signIn } from "../../../auth/sign-in";
import { jsonPost } from "../json-post";

export const POST = jsonPost(signIn);
