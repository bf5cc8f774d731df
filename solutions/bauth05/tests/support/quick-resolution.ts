/**
 * To know whether a .js file is a module, Node reads the package.json of its
 * package anew for every file. drizzle-orm's has 180 kB: parsing it took a
 * sixth of a test run. All .js files of one folder are of one format, so the
 * first answer serves the others.
 * @see https://nodejs.org/api/module.html#moduleregisterhooksoptions
 */
import * as module from "node:module";

const globals = globalThis as { quickResolution?: unknown };
const formats = new Map<string, string | null | undefined>();

// Node has it since 22.15; before that, a run is only slower.
globals.quickResolution ??= module.registerHooks?.({
  resolve(specifier, context, next) {
    const { parentURL, conditions, importAttributes } = context;
    const isKnownKind =
      /^\.\.?\/.*\.js$/.test(specifier) &&
      parentURL?.includes("/node_modules/") &&
      conditions.includes("import");
    if (!isKnownKind) return next(specifier, context);

    const { href: url } = new URL(specifier, parentURL);
    const folder = url.slice(0, url.lastIndexOf("/"));
    if (formats.has(folder)) {
      const format = formats.get(folder);
      return { url, format, importAttributes, shortCircuit: true };
    }
    const found = next(specifier, context);
    if (found.url === url) formats.set(folder, found.format);
    return found;
  },
});
