import { execa } from "execa";
import { expect, test } from "vitest";
import manifest from "../../package.json" with { type: "json" };
import { root } from "../course/steps.ts";

const programs = Object.values(manifest.scripts).flatMap((script) => {
  const [, program] = /^node (scripts\/.+\.ts)$/.exec(script) ?? [];
  return program ?? [];
});

test.each(["scripts/start.ts", "scripts/test.ts", ...programs])(
  "%s refuses an unknown option in Russian",
  async (program) => {
    const { exitCode, all } = await execa(
      "node",
      [program, "--unheard-of"],
      {
        cwd: root,
        all: true,
        reject: false,
      },
    );
    expect(all).toMatch(
      /^Нет параметра --unheard-of\.\nСправка: .+ --help$/,
    );
    expect(exitCode).toBe(1);
  },
);
