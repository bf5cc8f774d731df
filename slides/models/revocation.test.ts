import { expect, test } from "vitest";
import {
  exp,
  jwtVerdict,
  lifetime,
  sessionVerdict,
} from "./revocation.ts";

const revoked = { revokedAt: 5, hasDenylist: false };
const open = { revokedAt: undefined, hasDenylist: false };

test("a revoked session is refused from the next request on", () => {
  expect(sessionVerdict({ minute: 4, ...revoked }).status).toBe(200);
  expect(sessionVerdict({ minute: 5, ...revoked }).status).toBe(401);
});

test("a revoked JWT works until its exp", () => {
  expect(jwtVerdict({ minute: 5, ...revoked }).status).toBe(200);
  expect(jwtVerdict({ minute: lifetime - 1, ...revoked }).status).toBe(
    200,
  );
  expect(jwtVerdict({ minute: lifetime, ...revoked }).status).toBe(401);
});

test("a list of revoked tokens refuses it at once, and no other", () => {
  const hasDenylist = true;
  expect(jwtVerdict({ minute: 5, ...revoked, hasDenylist }).status).toBe(
    401,
  );
  expect(jwtVerdict({ minute: 5, ...open, hasDenylist }).status).toBe(200);
});

test("without a revocation only the JWT ends within the lecture", () => {
  expect(sessionVerdict({ minute: 20, ...open }).status).toBe(200);
  expect(jwtVerdict({ minute: 20, ...open }).status).toBe(401);
});

test("exp is the moment that the slide calls 12:15 in Moscow", () => {
  expect(new Date(exp * 1000).toISOString()).toBe(
    "2026-11-23T09:15:00.000Z",
  );
});
