/**
 * How a command of this folder is typed for the manager that has started this
 * one. As run.cjs, in syntax that Node 12 can read.
 */

/** The manager by the name it gives itself; npm, which comes with Node, else. */
function manager() {
  const agent = process.env.npm_config_user_agent || "";
  const [name] = /^(pnpm|bun)(?=\/)/.exec(agent) || ["npm"];
  return name;
}

/**
 * A command as a student types it: "pnpm next", "npm run next", "bun run next".
 * @param {string} command a script of package.json with its arguments, or "install"
 * @returns {string}
 */
function typed(command) {
  const [name, ...args] = command.split(" ");
  if (name === "install" || manager() === "pnpm")
    return [manager(), command].join(" ");
  // npm keeps options for itself that do not come after "--".
  const isKept =
    manager() === "npm" && args.some((arg) => arg.startsWith("-"));
  return [manager(), "run", name, ...(isKept ? ["--"] : []), ...args].join(
    " ",
  );
}

exports.manager = manager;
exports.typed = typed;
