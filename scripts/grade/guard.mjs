/**
 * What Node's permission model leaves open in a submission's process: signals
 * to other processes, and native code, which nothing in Node could confine.
 * Loaded before the submission; below the model it has no other way to these
 * functions (no process.binding, no threads, no inspector).
 * @see https://nodejs.org/api/permissions.html
 */
import { resolve, sep } from "node:path";

/** @type {any} */
const internals = process;
const { _kill: kill, dlopen, pid } = internals;
const packages = process.env.GRADED_PACKAGES + sep;

/** @type {Record<string, (...args: any[]) => unknown>} */
const guards = {
  // process.kill calls it.
  _kill: (to, signal) => (to === pid ? kill(to, signal) : refuse("kill")),
  _debugProcess: () => refuse("kill"),
  _debugEnd: () => refuse("kill"),
  dlopen: (module, file, ...flags) =>
    resolve(file).startsWith(packages)
      ? dlopen.call(process, module, file, ...flags)
      : refuse("dlopen"),
};
for (const [name, value] of Object.entries(guards))
  Object.defineProperty(process, name, {
    value,
    writable: false,
    configurable: false,
  });

/** @param {string} syscall */
function refuse(syscall) {
  throw Object.assign(new Error(`EPERM: ${syscall} is not permitted`), {
    code: "EPERM",
    syscall,
  });
}
