import { randomBytes } from "node:crypto";
import { thrownInTest } from "./faults.ts";
import { exchanges } from "./journal.ts";

// Kept, because a test may put a page's fetch in its place.
const { fetch } = globalThis;

/** What the application answered. */
export type Answer = {
  status: number;
  headers: Headers;
  /** Every Set-Cookie line of the answer. */
  cookies: string[];
  text: string;
  /** The body read as JSON, or undefined when it is none. */
  json: any;
  /** "ответ 401 {…}", with the application's exception if there was one. */
  found: string;
};

/**
 * Where the tests, as a proxy would, name the visitor's address. Each client
 * has one of its own: whoever counts attempts must not take all for one.
 */
export const CLIENT_ADDRESS = "x-test-client-address";

type Options = { headers?: Record<string, string> };

/**
 * A browser without a screen: sends real HTTP requests with Origin, as
 * browsers do, and keeps the cookies it is given.
 */
export class HttpClient {
  readonly cookies = new Map<string, string>();
  readonly origin: string;
  readonly #address = `10.${randomBytes(3).join(".")}`;

  /** @param origin where the client's page is from; ours if not named */
  constructor(origin = process.env.BETTER_AUTH_URL!) {
    this.origin = origin;
  }

  async get(path: string, { headers }: Options = {}): Promise<Answer> {
    return read(await this.fetch(path, { headers }));
  }

  async post(
    path: string,
    body: unknown,
    { headers }: Options = {},
  ): Promise<Answer> {
    const response = await this.fetch(path, {
      method: "POST",
      body: JSON.stringify(body),
      headers: { "content-type": "application/json", ...headers },
    });
    return read(response);
  }

  /** A query of the application's tRPC router. */
  query(path: string): Promise<Answer> {
    return this.get(`/api/trpc/${path}`);
  }

  /** A mutation of the application's tRPC router. */
  mutate(path: string, input: unknown): Promise<Answer> {
    return this.post(`/api/trpc/${path}`, input);
  }

  /**
   * As the browser's fetch: adds Origin and cookies, keeps new cookies. A
   * header `origin: ""` sends none.
   */
  async fetch(path: string, request: RequestInit = {}): Promise<Response> {
    const headers = new Headers(request.headers);
    headers.set(CLIENT_ADDRESS, this.#address);
    const isRead = (request.method ?? "GET") === "GET";
    if (!isRead && !headers.has("origin"))
      headers.set("origin", this.origin);
    if (headers.get("origin") === "") headers.delete("origin");
    if (this.cookies.size > 0 && !headers.has("cookie"))
      headers.set("cookie", this.#cookieHeader());
    const response = await fetch(new URL(path, process.env.APP_ORIGIN), {
      redirect: "manual",
      ...request,
      headers,
    });
    response.headers.getSetCookie().forEach((line) => this.#keep(line));
    exchanges().push({
      method: request.method ?? "GET",
      path,
      request: headers,
      body: typeof request.body === "string" ? request.body : "",
      response: response.headers,
      text: await response.clone().text(),
      site: process.env.BETTER_AUTH_URL!,
    });
    return response;
  }

  #cookieHeader(): string {
    return [...this.cookies]
      .map(([name, value]) => `${name}=${value}`)
      .join("; ");
  }

  #keep(line: string): void {
    const [, name, value] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
    if (!name) return;
    if (/;\s*max-age=0/i.test(line) || !value) this.cookies.delete(name);
    else this.cookies.set(name, value);
  }
}

async function read(response: Response): Promise<Answer> {
  const text = await response.text();
  const json = readJson(text);
  const fault =
    response.status === 500 ? thrownInTest().at(-1) : undefined;
  return {
    status: response.status,
    headers: response.headers,
    cookies: response.headers.getSetCookie(),
    text,
    json,
    found: [
      `ответ ${response.status}`,
      summary(json, text),
      fault && `исключение «${fault.message}»`,
    ]
      .filter(Boolean)
      .join(" "),
  };
}

/** The body in a few words; tRPC's errors would bring their stack along. */
function summary(json: any, text: string): string {
  const error = json?.error;
  const short = error?.data?.code
    ? `${error.data.code}: ${error.message}`
    : text;
  return short.length > 200 ? `${short.slice(0, 200)}…` : short;
}

function readJson(text: string): any {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
