import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { constants } from "node:os";

const passedOn = /** @type {const} */ (["SIGINT", "SIGTERM", "SIGHUP"]);

/**
 * Runs a program on this terminal and waits for it. Signals are handed on, and
 * this process outlives the program, so that Ctrl-C leaves nothing behind.
 *
 * @param {string} program an absolute path; no shell is involved, so spaces
 *   and any other characters are safe
 * @param {string[]} args
 * @param {import("node:child_process").SpawnOptions} options
 * @returns {Promise<number>} the exit code; 128 + n when signal n ended it
 */
export function run(program, args, options) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { stdio: "inherit", ...options });
    const handOn = passedOn.map((name) => {
      const listener = () => void child.kill(name);
      process.on(name, listener);
      return () => process.off(name, listener);
    });
    // Whoever kills npm does not reach us, and nobody tells us.
    const before = ancestors();
    const watch = setInterval(() => {
      if (ancestors() !== before) child.kill();
    }, 500);
    const settle = () => {
      clearInterval(watch);
      handOn.forEach((stop) => stop());
    };
    child.on("error", (error) => {
      settle();
      reject(error);
    });
    child.on("exit", (code, signal) => {
      settle();
      resolve(code ?? 128 + constants.signals[signal ?? "SIGTERM"]);
    });
  });
}

/** Who started us, and who that: npm's shell may outlive npm. */
function ancestors() {
  const { ppid } = process;
  try {
    const [, grandparent] =
      /^PPid:\s*(\d+)/m.exec(
        readFileSync(`/proc/${ppid}/status`, "utf8"),
      ) ?? [];
    return `${ppid} ${grandparent}`;
  } catch {
    // macOS, where the shell makes way for us, and Windows have no /proc.
    return `${ppid}`;
  }
}
