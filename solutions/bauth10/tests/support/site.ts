import { fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { Lesson } from "./lesson.ts";

/** The whole application under Next.js itself, pages included. */
export type Site = {
  /** Its address. */
  origin: string;
  /** The last problem that Next.js reported, or "" when there was none. */
  problem(): string;
  stop(): void;
};

/** Starts the site on a free port, on the tests' database. */
export async function startSite(): Promise<Site> {
  const { NODE_ENV, VITEST, TEST, ...environment } = process.env;
  const site = fork(join(import.meta.dirname, "site-process.ts"), {
    env: {
      ...environment,
      DATABASE_URL: process.env.TEST_DATABASE_URL,
      NEXT_DIST_DIR: ".next-test",
    },
    execArgv: ["--import", "tsx"],
    silent: true,
  });
  let log = "";
  site.stdout?.on("data", (text) => (log += text));
  site.stderr?.on("data", (text) => (log += text));
  const [origin] = await Promise.race([
    once(site, "message"),
    once(site, "exit").then(() => {
      throw new Lesson({
        found: `Next.js не запустился: ${problemIn(log) || log.trim()}`,
        why: "Без него нет страниц: ни входа, ни заметок.",
        file: "next.config.ts",
      });
    }),
  ]);
  return {
    origin: origin as string,
    problem: () => problemIn(log),
    stop: () => site.disconnect(),
  };
}

/** Next.js marks what went wrong with ⨯. */
function problemIn(log: string): string {
  const plain = log.replace(/\u001B\[\d+m/g, "");
  const last = plain.slice(plain.lastIndexOf("⨯") + 1);
  return plain.includes("⨯") ? last.trim().split("\n", 2).join(" ") : "";
}
