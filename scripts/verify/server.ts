import { Client } from "pg";
import { serverProblem } from "../../course/base/support/server.ts";

/**
 * Whether the server of DATABASE_URL answers, asked once before every run of
 * tests would say that it does not.
 *
 * @param url connection string; undefined means the embedded server
 * @returns what is wrong, in Russian
 */
export async function unreachable(
  url: string | undefined,
): Promise<string | undefined> {
  if (!url) return undefined;
  try {
    const client = new Client({
      connectionString: url,
      connectionTimeoutMillis: 4_000,
    });
    await client.connect();
    await client.end();
    return undefined;
  } catch (error) {
    return serverProblem(error as Error, url);
  }
}
