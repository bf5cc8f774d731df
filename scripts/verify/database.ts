import { Client } from "pg";
import { serverProblem } from "../../course/base/database/problem.ts";

/**
 * Asks the server of DATABASE_URL who it is, once, before every run of tests
 * would say that it does not answer.
 *
 * @param url connection string
 * @returns its version in its own words; or what is wrong, in Russian
 */
export async function askServer(
  url: string,
): Promise<{ version: string } | { problem: string }> {
  try {
    const client = new Client({
      connectionString: url,
      connectionTimeoutMillis: 4_000,
    });
    await client.connect();
    const { rows } = await client.query<{ version: string }>(
      "select version()",
    );
    await client.end();
    return { version: rows[0]!.version };
  } catch (error) {
    return { problem: serverProblem(error as Error, url) };
  }
}
