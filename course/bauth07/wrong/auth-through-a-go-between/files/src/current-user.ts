export { getSession as currentSession } from "./auth/session";
