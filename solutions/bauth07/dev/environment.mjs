/**
 * Makes a known environment out of the shell's: what is not named here goes,
 * so that a variable of another project changes nothing. Whoever starts a
 * process of the checkpoint imports this first.
 */
const LET_IN = [
  // Operating system, user, shell, terminal.
  "PATH|PATHEXT|HOME|HOMEDRIVE|HOMEPATH|USER|USERNAME|USERPROFILE|LOGNAME|HOSTNAME|PWD|SHELL",
  "TMP|TEMP|TMPDIR|XDG_.*|LD_.*|DYLD_.*|LANG|LANGUAGE|LC_.*|TZ|OS|SYSTEMROOT|SYSTEMDRIVE|WINDIR",
  "COMSPEC|(LOCAL)?APPDATA|PROGRAM.*|COMMONPROGRAM.*|ALLUSERSPROFILE|PROCESSOR_.*|NUMBER_OF_PROCESSORS",
  "TERM.*|COLORTERM|FORCE_COLOR|NO_COLOR|COLUMNS|LINES|WT_SESSION|DISPLAY|WAYLAND_DISPLAY",
  // Node with its debuggers and coverage, CI, who started us.
  "NODE_(?!ENV$|USE_ENV_PROXY$|PG_).*|SSL_CERT_.*|UV_.*|VSCODE_.*|VITEST_(VSCODE|WS).*|_?JETBRAINS_.*|CI|CI_.*|GITHUB_.*|RUNNER_.*|GITLAB_CI|TF_BUILD",
  "npm_(execpath|node_execpath|command|lifecycle_event|config_user_agent)",
  // A server of one's own, and how pg completes its address.
  "DATABASE_URL|PG(HOST|PORT|USER|PASSWORD|PASSFILE|DATABASE|SSL.*|CONNECT_TIMEOUT)",
];
// Windows does not tell upper case from lower.
const letIn = new RegExp(`^(${LET_IN.join("|")})$`, "i");

for (const name of Object.keys(process.env)) {
  if (!letIn.test(name)) delete process.env[name];
}
