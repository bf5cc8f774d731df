import { createServer } from "node:http";
import next from "next";

/**
 * Runs `next dev` inside this very process, so that whatever ends the process
 * (Ctrl-C, a closed terminal, kill -9) ends the site as well.
 * @param port where to listen; 0 lets the system choose
 * @returns the port it listens on
 * @throws when the port is taken (code EADDRINUSE)
 * @see https://nextjs.org/docs/app/guides/custom-server
 */
export async function startNext(port: number): Promise<number> {
  Object.assign(process.env, {
    NODE_ENV: "development",
    NEXT_TELEMETRY_DISABLED: "1",
  });
  const server = createServer();
  const bound = await new Promise<number>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, () => {
      const address = server.address();
      resolve(
        typeof address === "object" && address ? address.port : port,
      );
    });
  });
  const app = next({ dev: true, port: bound, httpServer: server });
  const ready = app.prepare();
  // From now on, so that a page opened too early waits instead of hanging.
  server.on("request", (request, response) => {
    void ready.then(() => app.getRequestHandler()(request, response));
  });
  await ready;
  return bound;
}
