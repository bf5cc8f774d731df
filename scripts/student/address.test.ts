import type { IncomingMessage } from "node:http";
import { afterEach, expect, test, vi } from "vitest";
import {
  isElsewhere,
  placeOf,
} from "../../course/base/support/address.ts";

afterEach(() => vi.unstubAllEnvs());

function place(address: string, args: string[] = [], port = "") {
  vi.stubEnv("BETTER_AUTH_URL", address);
  vi.stubEnv("PORT", port);
  const found = placeOf(args);
  return [found.address.origin, found.port];
}

test.each([
  ["", [], "", "http://localhost:3000", 3000],
  ["http://localhost:3000", [], "", "http://localhost:3000", 3000],
  [
    "http://localhost:3000",
    ["-p", "4000"],
    "",
    "http://localhost:4000",
    4000,
  ],
  [
    "http://localhost:3000",
    ["--port=4000"],
    "",
    "http://localhost:4000",
    4000,
  ],
  [
    "http://localhost:3000",
    ["--", "-p", "4000"],
    "",
    "http://localhost:4000",
    4000,
  ],
  ["http://localhost:3000", [], "4000", "http://localhost:4000", 4000],
  [
    "http://localhost:3000",
    ["-p", "4000"],
    "5000",
    "http://localhost:4000",
    4000,
  ],
  [
    "http://127.0.0.1:3000",
    ["-p", "4000"],
    "",
    "http://127.0.0.1:4000",
    4000,
  ],
  ["http://[::1]:3000", ["-p", "4000"], "", "http://[::1]:4000", 4000],
  ["http://192.168.1.5:3000", [], "", "http://192.168.1.5:3000", 3000],
  [
    "http://192.168.1.5:3000",
    ["-p", "4000"],
    "",
    "http://192.168.1.5:4000",
    4000,
  ],
  ["http://localhost", [], "", "http://localhost", 80],
  ["https://notes.example", [], "", "https://notes.example", 3000],
  [
    "https://notes.example/",
    ["-p", "4000"],
    "",
    "https://notes.example",
    4000,
  ],
])(
  "BETTER_AUTH_URL=%s, dev %j, PORT=%s: %s on port %d",
  (address, args, port, ...wanted) => {
    expect(place(address, args, port)).toEqual(wanted);
  },
);

test.each([
  ["localhost:3000", [], "", /BETTER_AUTH_URL в \.env\.local — не адрес/],
  ["notes", [], "", /BETTER_AUTH_URL в \.env\.local — не адрес/],
  ["", ["-p", "abc"], "", /число от 1 до 65535/],
  ["", ["-p", "0"], "", /число от 1 до 65535/],
  ["", [], "99999", /число от 1 до 65535/],
  ["", ["--turbo"], "", /понимает только порт.*--turbo/],
  ["", ["4000"], "", /понимает только порт.*4000/],
  ["", ["-p"], "", /понимает только порт/],
])(
  "BETTER_AUTH_URL=%s, dev %j, PORT=%s is refused",
  (address, args, port, said) => {
    expect(() => place(address, args, port)).toThrow(said);
  },
);

test.each([
  ["http://localhost:3000", { host: "localhost:3000" }, false],
  ["http://localhost:3000", { host: "127.0.0.1:3000" }, true],
  ["http://[::1]:3000", { host: "[::1]:3000" }, false],
  ["http://localhost", { host: "localhost" }, false],
  ["https://notes.example", { host: "notes.example" }, false],
  [
    "https://notes.example",
    { host: "localhost:3000", "x-forwarded-host": "notes.example:443" },
    false,
  ],
  ["https://notes.example", { host: "localhost:3000" }, true],
  // As Codespaces does it, while nobody has named the address in .env.local.
  [
    "http://localhost:3000",
    { host: "localhost:3000", "x-forwarded-host": "x-3000.example" },
    true,
  ],
  ["http://localhost:3000", {}, true],
  ["http://localhost:3000", { host: "no host at all" }, true],
])(
  "a page of %s asked for with %j is elsewhere: %s",
  (address, headers, wanted) => {
    const ask = (accept: string) =>
      isElsewhere(
        { headers: { accept, ...headers } } as IncomingMessage,
        new URL(address),
      );
    expect(ask("text/html,*/*;q=0.8")).toBe(wanted);
    // Scripts and data follow their page.
    expect(ask("application/json")).toBe(false);
  },
);
