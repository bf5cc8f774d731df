import { Client } from "pg";
import { serverProblem } from "../../course/base/support/server.ts";

/** The server of DATABASE_URL does not answer; the message says why, in Russian. */
export class ServerError extends Error {}

/**
 * Asks a server who it is, once, before every run of tests would say that it
 * does not answer.
 *
 * @param url connection string
 * @returns its version in its own words
 * @throws ServerError when it does not answer
 */
export async function serverVersion(url: string): Promise<string> {
  try {
    const client = new Client({
      connectionString: url,
      connectionTimeoutMillis: 4_000,
    });
    await client.connect();
    const { rows } = await client.query("select version()");
    await client.end();
    return String(rows[0].version);
  } catch (error) {
    throw new ServerError(serverProblem(error as Error, url));
  }
}
