import { channel } from "node:diagnostics_channel";
import { fetchRequestHandler } from "@trpc/server/adapters/fetch";
import { createContext } from "../../../../trpc/context";
import { appRouter } from "../../../../trpc/router";

/** Only the panel of `pnpm dev` listens to it. */
const contexts = channel("trpc:context");

function handler(req: Request) {
  // Other bodies a foreign page may send without asking; JSON it may not:
  // the browser asks us first (CORS), and we do not agree.
  const type = req.headers.get("content-type") ?? "";
  if (req.method === "POST" && !/^application\/json *(;|$)/i.test(type)) {
    return new Response("Нужен JSON: content-type: application/json", {
      status: 415,
    });
  }
  return fetchRequestHandler({
    endpoint: "/api/trpc",
    req,
    router: appRouter,
    async createContext(options) {
      const context = await createContext(options);
      contexts.publish(context);
      return context;
    },
    onError({ error, path }) {
      if (error.code === "INTERNAL_SERVER_ERROR") {
        console.error(`tRPC ${path ?? ""}:`, error.cause ?? error);
      }
    },
  });
}

export { handler as GET, handler as POST };
