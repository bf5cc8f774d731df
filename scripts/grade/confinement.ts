/**
 * What keeps a submission from the rest of the machine: Node's permission
 * model everywhere, and bubblewrap around it where there is one. What each of
 * them holds stands in docs/grading.md.
 */
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { sealed } from "../machine/bubblewrap.ts";

/** Loaded by each process below the permission model. */
const absent = new URL("absent.mjs", import.meta.url);
const guard = new URL("guard.mjs", import.meta.url);

/** What Next.js has to write in the copy: see support/site.ts. */
export const writtenBySite = {
  folder: ".next-test",
  file: "next-env.d.ts",
};

/** What a program needs of a Linux besides its own files. */
const SYSTEM = [
  ...["/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32"],
  ...["/etc/hosts", "/etc/passwd", "/etc/group", "/etc/nsswitch.conf"],
  ...["/etc/ld.so.cache", "/etc/alternatives", "/etc/localtime"],
];

/** The variables without which no program starts on some system. */
const ENVIRONMENT =
  /^(PATH|PATHEXT|LANG|LC_.*|TZ|SYSTEMROOT|SYSTEMDRIVE|WINDIR|COMSPEC|NUMBER_OF_PROCESSORS|PROCESSOR_.*)$/i;

/** Where the files of a run are. */
export type Places = {
  /** Folder of the course, for its scripts and their packages. */
  root: string;
  /** The labs' packages. */
  packages: string;
  /** The copy of a submission: read by those who count its tests, too. */
  folder: string;
  /** Its home and its folder for temporary files; it may write there alone. */
  home: string;
};

/**
 * How Node is started in front of a submission.
 *
 * @param bubblewrap its path, where it works
 * @param hasSite the step starts Next.js: it needs processes and threads,
 *   which the permission model does not reach into
 * @returns for execaNode
 */
export function confined(
  bubblewrap: string | undefined,
  { root, packages, folder, home }: Places,
  hasSite: boolean,
) {
  const scripts = ["package.json", "scripts", "node_modules"].map((name) =>
    join(root, name),
  );
  const readable = [...scripts, packages, folder, home];
  const ofSite = Object.values(writtenBySite).map((name) =>
    join(folder, name),
  );
  const node = [
    "--no-warnings",
    ...(hasSite
      ? []
      : permissions(readable, home, ["addons", "child-process"])),
  ];
  // Of the instructor's environment, secrets and all, next to nothing.
  const inherited = Object.entries(process.env).filter(([name]) =>
    ENVIRONMENT.test(name),
  );
  const env = {
    ...Object.fromEntries(inherited),
    ...{ HOME: home, USERPROFILE: home },
    ...{ APPDATA: home, LOCALAPPDATA: home },
    ...{ TMPDIR: home, TMP: home, TEMP: home },
    GRADED_PACKAGES: packages,
    GRADED_HAS_SITE: hasSite ? "1" : "",
  };
  const place = { cwd: folder, env, extendEnv: false };
  if (!bubblewrap) return { ...place, nodeOptions: node };
  return {
    ...place,
    nodePath: bubblewrap,
    nodeOptions: [
      ...sealed,
      ...["--tmpfs", "/tmp"],
      ...SYSTEM.filter((path) => existsSync(path)).flatMap(readOnly),
      ...[dirname(process.execPath), ...scripts, packages].flatMap(
        readOnly,
      ),
      ...readOnly(folder),
      ...[home, ...(hasSite ? ofSite : [])].flatMap((path) => [
        "--bind",
        path,
        path,
      ]),
      ...["--chdir", folder, "--", process.execPath],
      ...node,
    ],
  };
}

/**
 * Node's options for the process that runs a submission's code.
 *
 * @param packages the labs' packages
 * @param folder the submission's copy
 * @param home see Places
 */
export function submissionPermissions(
  packages: string,
  folder: string,
  home: string,
): string[] {
  const readable = [packages, folder, home, fileURLToPath(guard)];
  return [
    ...permissions(readable, home, ["addons"]),
    ...["--import", guard.href],
  ];
}

/**
 * @param allowed what the process may do besides reading and writing here
 * @see https://nodejs.org/api/permissions.html
 */
function permissions(
  readable: string[],
  writable: string,
  allowed: ("addons" | "child-process")[],
): string[] {
  return [
    "--permission",
    ...["--import", absent.href],
    ...[...readable, fileURLToPath(absent)].map(
      (path) => `--allow-fs-read=${path}`,
    ),
    `--allow-fs-write=${writable}`,
    ...allowed.map((one) => `--allow-${one}`),
  ];
}

function readOnly(path: string): string[] {
  return ["--ro-bind", path, path];
}
