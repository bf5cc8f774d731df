import {
  cpSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseBuffer } from "editorconfig";
import { check, resolveConfig } from "prettier";
import { describe, expect, onTestFinished, test } from "vitest";
import type { z } from "zod";
import { filesOf } from "../course/files.ts";
import { root } from "../course/steps.ts";
import {
  devContainer,
  editorConfig,
  extensions,
  launch,
  settings,
} from "./editor-files.ts";

const read = <Schema extends z.ZodType>(path: string, schema: Schema) =>
  schema.parse(JSON.parse(readFileSync(join(root, path), "utf8")));

/** Of the course itself, and of what each lab gets. */
const folders = [
  { folder: ".", runs: ".", port: 3030 },
  { folder: "course/base", runs: "labs/bauth01", port: 3000 },
];

describe.each(folders)("editors in $folder", ({ folder, runs, port }) => {
  const container = () =>
    read(join(folder, ".devcontainer/devcontainer.json"), devContainer);

  test("the dev container installs with the course's pnpm and forwards the port", () => {
    const { postCreateCommand, forwardPorts, portsAttributes } =
      container();
    const { packageManager } = JSON.parse(
      readFileSync(join(root, "package.json"), "utf8"),
    );
    expect(postCreateCommand).toBe(
      `npm install --global ${packageManager} && pnpm install --frozen-lockfile`,
    );
    expect(forwardPorts).toEqual([port]);
    expect(Object.keys(portsAttributes)).toEqual([`${port}`]);
  });

  test("it recommends the extensions that the container has", () => {
    expect(
      read(join(folder, ".vscode/extensions.json"), extensions)
        .recommendations,
    ).toEqual(container().customizations.vscode.extensions);
  });

  test("each configuration of the debugger starts a program that is there", () => {
    const { configurations } = read(
      join(folder, ".vscode/launch.json"),
      launch,
    );
    for (const { program, args: [command = ""] = [] } of configurations) {
      const path = program.replace("${workspaceFolder}/", "");
      expect(existsSync(join(root, runs, path)), program).toBe(true);
      const { scripts } = JSON.parse(
        readFileSync(join(root, runs, "package.json"), "utf8"),
      );
      // Other programs have words of their own.
      if (/run\.cjs$|bootstrap\.mjs$/.test(path))
        expect(scripts[command]).toBe(`node ${path} ${command}`);
    }
  });

  test("EditorConfig knows every property", () => {
    const file = readFileSync(join(root, folder, ".editorconfig"));
    const [[, top] = [], ...sections] = parseBuffer(file);
    expect(top).toEqual({ root: "true" });
    for (const [, section] of sections) editorConfig.parse(section);
  });
});

test("the editor keeps a student from changing tests and support by accident", () => {
  const { "files.readonlyInclude": patterns } = read(
    "course/base/.vscode/settings.json",
    settings,
  );
  expect(patterns).toEqual({ "support/**": true, "tests/**": true });
});

test("Prettier formats a cloned lab as the course is formatted", async () => {
  const clone = mkdtempSync(join(tmpdir(), "lab-"));
  onTestFinished(() => rmSync(clone, { recursive: true }));
  cpSync(
    join(root, "course/base/.editorconfig"),
    join(clone, ".editorconfig"),
  );
  const sources = [...filesOf(root, "course/base/src")].filter(([path]) =>
    /\.(tsx?|css)$/.test(path),
  );
  expect(sources.length).toBeGreaterThan(20);
  for (const [path, from] of sources) {
    const filepath = join(clone, "src", path);
    const options = await resolveConfig(filepath, { editorconfig: true });
    const text = readFileSync(from, "utf8");
    expect(await check(text, { ...options, filepath }), path).toBe(true);
  }
});

test.each([
  [devContainer, { forwardPort: [3000] }, "forwardPort"],
  [devContainer, { image: "node:latest" }, "image"],
  [extensions, { recommendations: ["prettier"] }, "recommendations"],
  [launch, { configurations: [{ preLaunchTsk: "x" }] }, "preLaunchTsk"],
  [settings, { "files.readOnlyInclude": {} }, "readOnlyInclude"],
  [editorConfig, { indent_sytle: "space" }, "indent_sytle"],
  [editorConfig, { end_of_line: "unix" }, "end_of_line"],
] satisfies [z.ZodType, object, string][])(
  "a mistake in such a file is found: %#",
  (schema, content, what) => {
    const { error } = schema.safeParse(content);
    expect(error?.message).toContain(what);
  },
);
