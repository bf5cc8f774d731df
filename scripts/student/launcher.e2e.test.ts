import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { expect, onTestFinished, test } from "vitest";
import { root } from "../course/steps.ts";

/** A lab's launcher without a lab: enough to be refused. */
function folderNamed(name: string): string {
  const place = mkdtempSync(join(tmpdir(), "launcher-"));
  onTestFinished(() => rmSync(place, { recursive: true }));
  const folder = join(place, name);
  mkdirSync(folder);
  for (const file of [
    "package.json",
    "support/run.cjs",
    "support/manager.cjs",
  ]) {
    cpSync(join(root, "course/base", file), join(folder, file));
  }
  return folder;
}

/** What a refusal says; each is one sentence without a stack trace. */
async function refusal(
  folder: string,
  command: string,
  { agent = "npm/11.0.0 node/v22", options = [] as string[] } = {},
): Promise<string> {
  const { exitCode, stdout, stderr } = await execa({
    cwd: folder,
    env: { npm_config_user_agent: agent },
    reject: false,
  })(process.execPath, [...options, "support/run.cjs", command]);
  expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: "" });
  const sentence = stderr.trim();
  expect(sentence).not.toContain("\n");
  return sentence;
}

/** An option of Node that makes it pass for another one. */
function passingFor(folder: string, versions: Record<string, string>) {
  const file = join(folder, "other.cjs");
  const value = JSON.stringify(versions);
  writeFileSync(
    file,
    `Object.defineProperty(process, "versions", { value: ${value} });
     Object.defineProperty(process, "version", { value: "v${versions["node"]}" });`,
  );
  return ["--require", file];
}

test.for([
  "12.22.12",
  "18.20.8",
  "20.19.0",
  "21.7.3",
  "22.12.0",
  "23.3.0",
])("Node %s is too old", async (node) => {
  const folder = folderNamed("lab");
  const options = passingFor(folder, { node });
  for (const command of ["test", "test:watch", "dev"]) {
    expect(await refusal(folder, command, { options })).toBe(
      `Нужен Node.js 22.13+, 23.4+ или 24+, а здесь v${node}: установите свежую версию с https://nodejs.org и повторите команду.`,
    );
  }
});

test("Bun alone is no Node", async () => {
  const folder = folderNamed("lab");
  const versions = { node: "24.3.0", bun: "1.4.5" };
  const options = passingFor(folder, versions);
  expect(await refusal(folder, "test", { options })).toMatch(
    "а здесь только Bun 1.4.5",
  );
});

test.for(["22.13.0", "23.4.0", "24.0.0", "25.1.0", "26.0.0"])(
  "Node %s is new enough",
  async (node) => {
    const folder = folderNamed("lab");
    const options = passingFor(folder, { node });
    expect(await refusal(folder, "test", { options })).toMatch(
      "Пакеты не установлены",
    );
  },
);

test.for([
  { agent: "npm/11.0.0 node/v22", manager: "npm" },
  { agent: "pnpm/9.15.9 npm/? node/v22", manager: "pnpm" },
  { agent: "bun/1.4.5 npm/? node/v24", manager: "bun" },
  { agent: "yarn/1.22.22 npm/? node/v22", manager: "npm" },
  { agent: "", manager: "npm" },
])(
  "packages are missing: $manager installs them for $agent",
  async ({ agent, manager }) => {
    const folder = folderNamed("Мой курс");
    for (const command of ["test", "dev", "next"]) {
      const said = await refusal(folder, command, { agent });
      expect(said).toMatch(`выполните «${manager} install» в папке`);
      expect(said).toMatch("Мой курс");
    }
  },
);

const characters = ["#", "%"];
if (process.platform !== "win32") characters.push("?", "*", "\\", "\n");

test.for(characters)("a path with %j is refused", async (character) => {
  const folder = folderNamed(`a${character}b`);
  for (const command of ["test", "dev"]) {
    expect(await refusal(folder, command)).toMatch(
      `символ ${JSON.stringify(character)}`,
    );
  }
});
