import { beforeEach, expect, test } from "vitest";
import type { Outcome, Part } from "./part.ts";
import { runParts } from "./run.ts";

function part(name: string, run: () => Outcome): Part {
  return {
    title: `часть ${name}`,
    command: `pnpm ${name}`,
    run: async () => run(),
  };
}

let stop: AbortController;
beforeEach(() => {
  stop = new AbortController();
});

async function run(...parts: Part[]) {
  const lines: string[] = [];
  const code = await runParts(parts, stop.signal, (text) =>
    lines.push(...text.split("\n")),
  );
  return { code, lines, last: lines.at(-1) };
}

test("all green: exit code 0 and the sum of all counts at the end", async () => {
  const { code, last } = await run(
    part("one", () => ({ passed: 2, failed: 0 })),
    part("two", () => ({ passed: 40, failed: 0 })),
  );
  expect(code).toBe(0);
  expect(last).toBe("42 passed, 0 failed");
});

test("a failed part does not keep the next one from running", async () => {
  const { code, lines, last } = await run(
    part("one", () => ({ passed: 2, failed: 1 })),
    part("two", () => ({ passed: 3, failed: 0 })),
  );
  expect(code).toBe(1);
  expect(last).toBe("5 passed, 1 failed");
  expect(lines).toContain("  pnpm one");
  expect(lines).not.toContain("  pnpm two");
});

test("a part that breaks off counts as one failure and says why", async () => {
  const { code, lines, last } = await run(
    part("one", () => {
      throw new Error("порвалось");
    }),
  );
  expect(code).toBe(1);
  expect(lines).toContain("порвалось");
  expect(last).toBe("0 passed, 1 failed");
});

test("a part that cannot run says so and fails nothing", async () => {
  const { code, lines, last } = await run(
    part("one", () => ({ passed: 1, failed: 0 })),
    part("two", () => ({ impossible: "нет сервера" })),
  );
  expect(code).toBe(0);
  expect(lines.join("\n")).toContain("здесь не проверить: нет сервера");
  expect(last).toBe("1 passed, 0 failed");
});

test("once stopped, no further part begins", async () => {
  const { code, lines, last } = await run(
    part("one", () => {
      stop.abort();
      return { passed: 1, failed: 0 };
    }),
    part("two", () => {
      throw new Error("не должно было начаться");
    }),
  );
  expect(code).toBe(130);
  expect(lines.join("\n")).not.toContain("часть two");
  expect(last).toBe("Проверка остановлена.");
});
