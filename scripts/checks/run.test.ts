import { beforeEach, expect, test } from "vitest";
import type { Missing } from "../machine/prepare.ts";
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
  return runWith({}, ...parts);
}

async function runWith(
  options: Parameters<typeof runParts>[2],
  ...parts: Part[]
) {
  const lines: string[] = [];
  const print = (text: string) => lines.push(...text.split("\n"));
  const code = await runParts(parts, stop.signal, { ...options, print });
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

test("a tool that is missing leaves something out, aloud; in CI that fails", async () => {
  const missing: Missing[] = [
    {
      tool: "git",
      leavesOut: "направление правки",
      advice: "Установите git.",
    },
  ];
  const tests = part("tests", () => ({
    passed: 5,
    failed: 0,
    skipped: 2,
  }));
  const here = await runWith({ missing }, tests);
  expect(here.code).toBe(0);
  expect(here.lines).toContain(
    "○ не проверено: направление правки. Установите git.",
  );
  expect(here.last).toBe("5 passed, 0 failed, 2 skipped");

  const inCI = await runWith({ missing, strict: true }, tests);
  expect(inCI.code).toBe(1);
  expect(inCI.last).toBe("5 passed, 1 failed, 2 skipped");
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
