// Preloaded into the runners and their threads.
//
// To know whether a .js file is a module, Node reads the package.json of its
// package anew for every file. drizzle-orm's has 180 kB, so that a quarter of
// a step's run went into parsing it. All .js files of one folder are of one
// format: the first answer serves the others.
// JavaScript, because stripping types costs every new thread more than this.
import { registerHooks } from "node:module";

/** @type {Map<string, string | null | undefined>} */
const formats = new Map();

registerHooks({
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
      return {
        url,
        format: formats.get(folder),
        importAttributes,
        shortCircuit: true,
      };
    }
    const found = next(specifier, context);
    if (found.url === url) formats.set(folder, found.format);
    return found;
  },
});
