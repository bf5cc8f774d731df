import { register } from "../../../auth/registration";
import { jsonPost } from "../json-post";

export const POST = jsonPost(register);
