import { writeFileSync } from "node:fs";
import { format, resolveConfig } from "prettier";

/** Writes a file of the course as `pnpm format` would leave it. */
export async function writeJson(
  file: string,
  value: unknown,
): Promise<void> {
  const config = await resolveConfig(file);
  const text = JSON.stringify(value, undefined, 2);
  writeFileSync(file, await format(text, { ...config, parser: "json" }));
}
