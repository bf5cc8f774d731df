import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse, parseAllDocuments } from "yaml";
import type { Finding } from "./report.ts";

type Versions = Record<string, string>;
type Locked = Record<string, { specifier: string; version: string }>;
type Lock = {
  catalogs?: { default?: Locked };
  importers: Record<string, { dependencies?: Locked }>;
};

/**
 * Whether the two places that state versions agree with each other and with
 * their lock files, and state exact ones.
 *
 * @param root folder of the course
 */
export function versionFindings(root: string): Finding[] {
  const read = (path: string) => readFileSync(join(root, path), "utf8");
  const { catalog = {} } = parse(read("pnpm-workspace.yaml")) as {
    catalog?: Versions;
  };
  const { dependencies: labs = {} } = JSON.parse(
    read("course/base/package.json"),
  ) as { dependencies?: Versions };
  const labLock = lockIn(read("course/base/pnpm-lock.yaml")).importers[
    "."
  ];
  const places = [
    {
      versions: catalog,
      place: "pnpm-workspace.yaml",
      locked: lockIn(read("pnpm-lock.yaml")).catalogs?.default ?? {},
      lock: "pnpm-lock.yaml",
      relock: "Выполните `pnpm install` в корне.",
      // A version that no package asks for is not locked.
      mayBeUnlocked: true,
    },
    {
      versions: labs,
      place: "course/base/package.json",
      locked: labLock?.dependencies ?? {},
      lock: "course/base/pnpm-lock.yaml",
      relock: "Выполните `pnpm install --lockfile-only` в course/base.",
      mayBeUnlocked: false,
    },
  ];

  const finding = (what: string, todo: string): Finding => ({
    step: undefined,
    rule: "versions",
    what,
    todo,
  });
  return [
    ...Object.entries(labs)
      .filter(([name, version]) => (catalog[name] ?? version) !== version)
      .map(([name, version]) =>
        finding(
          `${name} в course/base/package.json — ${version}, а в корне — ${catalog[name]}`,
          "Сделайте версии одинаковыми: каталог в pnpm-workspace.yaml и course/base/package.json.",
        ),
      ),
    ...places.flatMap(({ versions, place }) =>
      Object.entries(versions)
        .filter(
          ([, version]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version),
        )
        .map(([name, version]) =>
          finding(
            `${name} в ${place} — «${version}», это не точная версия`,
            `Укажите в ${place} одну версию, без ^ и ~.`,
          ),
        ),
    ),
    ...places.flatMap(
      ({ versions, place, locked, lock, relock, mayBeUnlocked }) =>
        Object.entries(versions)
          .filter(([name, version]) => {
            const found = locked[name];
            if (!found) return !mayBeUnlocked;
            return (
              found.specifier !== version ||
              // Peer dependencies stand behind it in brackets.
              found.version.replace(/\(.*$/, "") !== version
            );
          })
          .map(([name, version]) =>
            finding(
              `${name} в ${place} — ${version}, а в ${lock} — ${locked[name]?.version ?? "нет такого"}`,
              relock,
            ),
          ),
    ),
  ];
}

/** pnpm may put a document about its own version before the lock. */
function lockIn(text: string): Lock {
  return parseAllDocuments(text)
    .map((document) => document.toJS() as Lock)
    .findLast((lock) => lock.importers)!;
}
