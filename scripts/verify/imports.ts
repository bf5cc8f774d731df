import { readFileSync } from "node:fs";
import { posix } from "node:path";
import { parseSync } from "oxc-parser";
import type { Files } from "../course/files.ts";
import type { Finding } from "./report.ts";

/**
 * The layers of the lecture, and what stands beside them: `page` and `client`
 * are the UI on the server and in the browser, `route` its HTTP handlers,
 * `context` the door through which auth comes in, `start` what runs once.
 */
type Layer =
  | "client"
  | "page"
  | "route"
  | "context"
  | "trpc"
  | "access"
  | "auth"
  | "db"
  | "settings"
  | "start"
  | "drizzle-orm"
  | "pg"
  | "better-auth"
  | "outside";

/** UI → tRPC → access → Drizzle → PostgreSQL. */
const may: Partial<Record<Layer, Layer[]>> = {
  client: ["client"],
  page: ["client", "page", "trpc", "context"],
  route: ["route", "trpc", "context", "auth", "better-auth"],
  context: ["trpc", "auth"],
  trpc: ["trpc", "context", "access"],
  access: ["access", "db", "drizzle-orm"],
  auth: ["auth", "db", "settings", "drizzle-orm", "better-auth"],
  db: ["db", "settings", "drizzle-orm", "pg"],
  settings: ["settings"],
  start: ["auth", "db", "settings"],
};

/** From here on the pages ask the session themselves. */
const pagesAskAuth = "bauth10";

/**
 * Whether a solution's files import only in the direction of the layers.
 *
 * @param step such as "bauth04"
 * @param files of its solution
 */
export function importFindings(step: string, files: Files): Finding[] {
  const sources = Array.from(files)
    .filter(([path]) => /^src\/.*\.tsx?$/.test(path))
    .map(([path, place]) => sourceOf(path, readFileSync(place, "utf8")));
  const clients = inBrowser(sources);
  const layer = (path: string): Layer => layerOf(path, clients);

  return sources.flatMap(({ path, imports }) => {
    const from = layer(path);
    const allowed = [
      ...(may[from] ?? []),
      ...(from === "page" && step >= pagesAskAuth
        ? (["auth"] as const)
        : []),
    ];
    return imports.flatMap(({ target, isType }): Finding[] => {
      const resolved = resolve(path, target);
      const to = layer(resolved);
      if (to === "outside" && !target.startsWith(".")) return [];
      if (/\.(css|svg)$/.test(target)) return [];
      if (allowed.includes(to)) return [];
      // A type is gone when the code runs: the browser may know the router's.
      if (isType && from === "client" && (to === "trpc" || to === "page"))
        return [];
      return [
        {
          step,
          rule: "imports",
          what: `solutions/${step}/${path} (${from}) импортирует ${resolved} (${to})`,
          todo: `Слои: UI → tRPC → access → Drizzle → PostgreSQL; auth входит через src/trpc/context.ts, src/app/api и, с ${pagesAskAuth}, через страницы. Слою ${from} можно: ${allowed.join(", ")}.`,
        },
      ];
    });
  });
}

/** A file marked "use client" takes everything it imports along. */
function inBrowser(sources: Source[]): Set<string> {
  const byFile = new Map(
    sources.map((source) => [source.path.replace(/\.tsx?$/, ""), source]),
  );
  const clients = new Set<string>();
  const add = (source: Source) => {
    if (clients.has(source.path)) return;
    clients.add(source.path);
    for (const { target, isType } of source.imports) {
      const imported = byFile.get(resolve(source.path, target));
      if (imported && !isType && isPage(imported.path)) add(imported);
    }
  };
  for (const source of sources) if (source.isClient) add(source);
  return clients;
}

function resolve(from: string, target: string): string {
  return target.startsWith(".")
    ? posix.join(posix.dirname(from), target).replace(/\.tsx?$/, "")
    : target;
}

function isPage(path: string): boolean {
  return path.startsWith("src/app/") && !path.startsWith("src/app/api/");
}

function layerOf(path: string, clients: Set<string>): Layer {
  if (!path.startsWith("src/")) {
    const [name = ""] = path.split("/");
    return name === "drizzle-orm" ||
      name === "pg" ||
      name === "better-auth"
      ? name
      : "outside";
  }
  const file = path.replace(/\.tsx?$/, "");
  if (clients.has(`${file}.tsx`) || clients.has(`${file}.ts`))
    return "client";
  if (isPage(file)) return "page";
  if (file.startsWith("src/app/")) return "route";
  if (file === "src/trpc/context") return "context";
  const [, folder = "", ...inside] = file.split("/");
  if (folder === "db" || (inside.length > 0 && isLayerFolder(folder)))
    return folder as Layer;
  return file === "src/instrumentation" || file === "src/proxy"
    ? "start"
    : "settings";
}

function isLayerFolder(name: string): boolean {
  return ["trpc", "access", "auth"].includes(name);
}

type Source = {
  path: string;
  /** Marked "use client". */
  isClient: boolean;
  imports: { target: string; isType: boolean }[];
};

function sourceOf(path: string, code: string): Source {
  const { module, program } = parseSync(path, code);
  const literal = ({ start, end }: { start: number; end: number }) =>
    /^["'`](.*)["'`]$/.exec(code.slice(start, end))?.[1];
  return {
    path,
    isClient: program.body.some(
      (statement) =>
        "directive" in statement && statement.directive === "use client",
    ),
    imports: [
      ...module.staticImports.map(({ moduleRequest, entries }) => ({
        target: moduleRequest.value,
        isType:
          entries.length > 0 && entries.every(({ isType }) => isType),
      })),
      ...module.staticExports.flatMap(({ entries }) =>
        entries.flatMap(({ moduleRequest, isType }) =>
          moduleRequest ? [{ target: moduleRequest.value, isType }] : [],
        ),
      ),
      ...module.dynamicImports.flatMap(({ moduleRequest }) => {
        const target = literal(moduleRequest);
        return target ? [{ target, isType: false }] : [];
      }),
    ],
  };
}
