import { createTRPCClient, httpBatchLink } from "@trpc/client";
import type { inferRouterOutputs } from "@trpc/server";
import type { AppRouter } from "../trpc/router";
import { shownUser } from "./shown-user";

/** The server's procedures, as the browser calls them. Only types are shared. */
export const trpc = createTRPCClient<AppRouter>({
  links: [httpBatchLink({ url: "/api/trpc", headers: shownUser })],
});

/** A note as it arrives: JSON has no dates, so `createdAt` is a string. */
export type Note = inferRouterOutputs<AppRouter>["notes"]["list"][number];
