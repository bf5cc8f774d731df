import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test, vi } from "vitest";
import { copyOf } from "./copy.ts";

/** A solution to which a student has added some lines. */
async function withCode(name: string, code: string) {
  const lab = await copyOf("solutions/bauth01", name);
  lab.edit("src/auth/auth.ts", (before) => `${code}\n${before}`);
  return lab;
}

test("code that turns failures into successes is found out", async () => {
  const lab = await withCode(
    "tampering",
    `import { MessagePort } from "node:worker_threads";
    const { postMessage } = MessagePort.prototype;
    function improve(value: any, depth = 0): void {
      if (typeof value !== "object" || !value || depth > 8) return;
      for (const [name, inner] of Object.entries(value)) {
        if (inner === "fail") value[name] = "pass";
        else if (name === "errors") delete value[name];
        else improve(inner, depth + 1);
      }
    }
    MessagePort.prototype.postMessage = function (message: any, ...rest: any) {
      improve(message);
      return Reflect.apply(postMessage, this, [message, ...rest]);
    };`,
  );
  lab.edit("src/auth/auth.ts", (code) =>
    code.replace("enabled: true", "enabled: false"),
  );
  const { all, exitCode } = await lab.vitest(["run"]);
  expect(all).toContain("верить этому нельзя");
  expect(all).not.toContain("Шаг bauth01 готов");
  expect(exitCode).toBe(1);
});

test.skipIf(process.platform === "win32")(
  "what a student's code has started ends with the run",
  async () => {
    const lab = await withCode(
      "children",
      `import { spawn } from "node:child_process";
      for (const detached of [true, false])
        spawn(process.execPath, ["child.cjs", "again"], { detached });`,
    );
    writeFileSync(
      join(lab.folder, "child.cjs"),
      `require("fs").appendFileSync("pids", process.pid + "\\n");
      if (process.argv[2])
        require("child_process").spawn(process.execPath, ["child.cjs"]);
      setInterval(() => {}, 1000);`,
    );
    const { exitCode } = await lab.vitest(["run"]);
    const pids = readFileSync(join(lab.folder, "pids"), "utf8")
      .trim()
      .split("\n")
      .map(Number);
    expect(pids.length).toBeGreaterThan(2);
    // The system may take its time to clear away what has been killed.
    const isGone = (pid: number) =>
      expect(() => process.kill(pid, 0)).toThrow("ESRCH");
    await vi.waitFor(() => pids.forEach(isGone), 30_000);
    expect(exitCode).toBe(0);
  },
);
