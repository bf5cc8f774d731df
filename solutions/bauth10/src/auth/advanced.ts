import type { BetterAuthOptions } from "better-auth";

const { COOKIE_PREFIX, CLIENT_IP_HEADER } = process.env;

/** How auth meets its database, the browser and the network. */
export const advanced = {
  // PostgreSQL makes the ids: our columns are uuid with a default.
  database: { generateId: "uuid" },
  // Better Auth checks where a request comes from, except under test runners.
  // Set here, the check holds there too: what is tested is what runs.
  disableOriginCheck: false,
  // All applications on localhost share one jar of cookies, whatever their
  // ports: `pnpm dev` gives each folder a prefix.
  cookiePrefix: COOKIE_PREFIX,
  ipAddress: {
    // Anybody can send an x-forwarded-for. A header can be believed only
    // where our own proxy sets it; without one, production stores nothing.
    ipAddressHeaders: CLIENT_IP_HEADER ? [CLIENT_IP_HEADER] : [],
  },
} satisfies BetterAuthOptions["advanced"];
