import { expect, test } from "vitest";
import {
  answerTo,
  isAttached,
  type SameSite,
  type Way,
} from "./same-site.ts";

const ways: Way[] = ["link", "form", "fetch", "image"];

test.each<[SameSite, Way[]]>([
  ["None", ["link", "form", "fetch", "image"]],
  ["Lax", ["link"]],
  ["Strict", []],
])("SameSite=%s goes along with %j", (sameSite, attached) => {
  const cookie = { sameSite, secure: true };
  expect(ways.filter((way) => isAttached(cookie, way))).toEqual(attached);
});

test("None without Secure is not even stored, Lax and Strict are", () => {
  const attached = (sameSite: SameSite) =>
    ways.filter((way) => isAttached({ sameSite, secure: false }, way));
  expect(attached("None")).toEqual([]);
  expect(attached("Lax")).toEqual(["link"]);
});

test("only a POST with the cookie and without an Origin check does harm", () => {
  const harmful = (checksOrigin: boolean) =>
    (["None", "Lax", "Strict"] as const).flatMap((sameSite) =>
      ways
        .filter(
          (way) =>
            answerTo({ sameSite, secure: true }, way, checksOrigin)
              .isHarmful,
        )
        .map((way) => `${sameSite} ${way}`),
    );
  expect(harmful(false)).toEqual(["None form", "None fetch"]);
  expect(harmful(true)).toEqual([]);
});

test("a user whose cookie was never stored is not one who has signed in", () => {
  const refused = { sameSite: "None", secure: false } as const;
  for (const way of ways) {
    const { status, why } = answerTo(refused, way, false);
    expect(status).toBe(401);
    expect(why).toContain("не смог и войти");
    expect(why).not.toContain("вошедший");
  }
});

test("Strict makes a stranger of someone who follows a link", () => {
  const strict = { sameSite: "Strict", secure: true } as const;
  expect(answerTo(strict, "link", true).status).toBe(401);
});
