import { createTRPCClient, httpBatchLink } from "@trpc/client";
import type { inferRouterOutputs } from "@trpc/server";
import type { AppRouter } from "../trpc/router";

/** The server's procedures, as the browser calls them. Only types are shared. */
export const trpc = createTRPCClient<AppRouter>({
  links: [httpBatchLink({ url: "/api/trpc" })],
});

/** A note as it arrives: JSON has no dates, so `createdAt` is a string. */
export type Note = inferRouterOutputs<AppRouter>["notes"]["list"][number];
