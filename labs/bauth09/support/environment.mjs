/**
 * What each process of the checkpoint begins with: whoever starts one imports
 * this first.
 */
import * as module from "node:module";
import { isMainThread } from "node:worker_threads";

/** Variables that may come from the shell. */
const LET_IN = [
  // Operating system, user, shell, terminal.
  "PATH|PATHEXT|HOME|HOMEDRIVE|HOMEPATH|USER|USERNAME|USERPROFILE|LOGNAME|HOSTNAME|PWD|SHELL",
  "TMP|TEMP|TMPDIR|XDG_.*|LD_.*|DYLD_.*|LANG|LANGUAGE|LC_.*|TZ|OS|SYSTEMROOT|SYSTEMDRIVE|WINDIR",
  "COMSPEC|(LOCAL)?APPDATA|PROGRAM.*|COMMONPROGRAM.*|ALLUSERSPROFILE|PROCESSOR_.*|NUMBER_OF_PROCESSORS",
  "TERM.*|COLORTERM|FORCE_COLOR|NO_COLOR|COLUMNS|LINES|WT_SESSION|DISPLAY|WAYLAND_DISPLAY",
  // Node with its debuggers and coverage, CI, who started us.
  "NODE_(?!ENV$|USE_ENV_PROXY$|PG_).*|SSL_CERT_.*|UV_.*|VSCODE_.*|VITEST_(VSCODE|WS).*|_?JETBRAINS_.*|CI|CI_.*|GITHUB_.*|RUNNER_.*|GITLAB_CI|TF_BUILD",
  "npm_(execpath|node_execpath|command|lifecycle_event|config_user_agent)",
  // Where to listen; a server of one's own, and how pg completes its address.
  "PORT|DATABASE_URL|PG(HOST|PORT|USER|PASSWORD|PASSFILE|DATABASE|SSL.*|CONNECT_TIMEOUT)",
];

// A thread has the environment that its process gave it, and test files load
// this anew.
if (isMainThread) globalThis.environment ??= makeEnvironmentKnown();
// Test files load this anew; before Node 22.15 a run is only slower.
globalThis.resolveCache ??= module.registerHooks?.(resolveCache());

/**
 * What is not named above goes, so that a variable of another project changes
 * nothing. Windows does not tell upper case from lower.
 */
function makeEnvironmentKnown() {
  const letIn = new RegExp(`^(${LET_IN.join("|")})$`, "i");
  for (const name of Object.keys(process.env)) {
    if (!letIn.test(name)) delete process.env[name];
  }
  return process.env;
}

/**
 * To know whether a .js file is a module, Node reads the package.json of its
 * package anew for every file. drizzle-orm's has 180 kB: parsing it took a
 * sixth of a test run. All .js files of one folder are of one format, so the
 * first answer serves the others.
 * @see https://nodejs.org/api/module.html#moduleregisterhooksoptions
 */
function resolveCache() {
  const formats = new Map();
  return {
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
  };
}
