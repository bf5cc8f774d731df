import type { Vite } from "vitest/node";

/**
 * Lets the `paths` of tsconfig.json hold for .js and .jsx files, too, as
 * Next.js does: Vite looks at them only for the files that it includes.
 */
export const aliases: Vite.Plugin = {
  name: "aliases",
  enforce: "pre",
  resolveId(source, importer, options) {
    if (!importer || !/\.jsx?$/.test(importer)) return null;
    if (/^[./]/.test(source) || importer.includes("node_modules"))
      return null;
    return this.resolve(source, importer.replace(/\.js(x?)$/, ".ts$1"), {
      ...options,
      skipSelf: true,
    });
  },
};
