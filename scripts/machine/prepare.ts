import { execa } from "execa";
import { registryAnswers } from "../bootstrap/npm.mjs";
import { root } from "../course/steps.ts";
import { apt, canApt } from "./apt.ts";
import { bubblewrapHere } from "./bubblewrap.ts";
import { browserProgram } from "./browser.ts";
import { has, type Tool } from "./has.ts";
import { installServer, serverPrograms } from "./postgres.ts";

/** A tool that this machine does not have, and that could not be installed. */
export type Missing = {
  tool: Tool;
  /** What cannot be checked without it. Russian, as the rest. */
  leavesOut: string;
  /** What to do to have it checked too. */
  advice: string;
  /** Whether a machine may refuse it to whoever installs it. */
  isUpToMachine?: boolean;
};

type Need = Omit<Missing, "tool"> & {
  name: string;
  /** Looks for it and installs it if that is possible. @returns what is there */
  get(): Promise<string | undefined>;
};

const needs: Record<Tool, Need> = {
  registry: {
    name: "реестр npm",
    get: async () =>
      (await registryAnswers(root)) ? "отвечает" : undefined,
    leavesOut: "менеджеры пакетов, с которыми ставят лабораторную",
    advice: "Проверьте сеть (прокси, VPN).",
  },
  git: {
    name: "git",
    get: async () =>
      (await gitVersion()) ??
      (canApt() && (await apt("git")) ? gitVersion() : undefined),
    leavesOut: "направление правки, адрес репозитория, клонирование degit",
    advice: "Установите git с https://git-scm.com.",
  },
  browser: {
    name: "браузер",
    get: async () => {
      const found = await browserProgram();
      if (typeof found === "string") {
        process.env.CHROME_PATH = found;
        return found;
      }
      console.error(found.map((reason) => `  - ${reason}`).join("\n"));
    },
    leavesOut: "лекция в браузере",
    advice:
      "Установите Chrome, Edge или Chromium либо укажите путь к нему в переменной CHROME_PATH.",
  },
  bubblewrap: {
    name: "bubblewrap",
    get: async () =>
      (await bubblewrapHere()) ??
      (canApt() && (await apt("bubblewrap"))
        ? bubblewrapHere()
        : undefined),
    leavesOut: "чужой код за стеной bubblewrap (pnpm grade)",
    advice:
      "На Linux установите bubblewrap; контейнеру нужно право создавать пространства имён.",
    isUpToMachine: true,
  },
  postgres: {
    name: "PostgreSQL",
    get: async () => {
      if (process.env.DATABASE_URL) return "сервер из DATABASE_URL";
      if (!(await serverPrograms())) await installServer();
      return (await serverPrograms())?.postgres;
    },
    leavesOut: "решения на настоящем PostgreSQL",
    advice:
      "Установите PostgreSQL 15 или новее либо укажите сервер в DATABASE_URL.",
  },
};

/**
 * Sees to the tools that a check needs, one after another, and prints a line
 * for each. Whatever this process starts afterwards finds the answer in its
 * environment (COURSE_MISSING, CHROME_PATH), does not look again and installs
 * nothing.
 *
 * @param tools in this order
 * @returns those that cannot be had here
 */
export async function prepare(...tools: Tool[]): Promise<Missing[]> {
  if (process.env.COURSE_MISSING !== undefined)
    return tools
      .filter((tool) => !has(tool))
      .map((tool) => ({ tool, ...needs[tool] }));
  const missing: Missing[] = [];
  for (const tool of tools) {
    const { name, get, ...lack } = needs[tool];
    const found = await get();
    if (found === undefined) {
      missing.push({ tool, ...lack });
      console.log(
        `○ ${name}: нет. Не проверить: ${lack.leavesOut}. ${lack.advice}`,
      );
    } else {
      console.log(`✔ ${name}: ${found}`);
    }
  }
  process.env.COURSE_MISSING = missing.map(({ tool }) => tool).join(",");
  return missing;
}

async function gitVersion(): Promise<string | undefined> {
  const { failed, stdout } = await execa("git", ["--version"], {
    reject: false,
  });
  return failed ? undefined : stdout.replace("git version ", "");
}
