import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import type { Finding } from "../report/finding.ts";

type Versions = Record<string, string>;

const catalogFile = "pnpm-workspace.yaml";
const labsFile = "course/base/package.json";

/**
 * Whether the two places that state versions state exact ones, and the same
 * where a package stands in both. (That lock files follow, pnpm sees to.)
 *
 * @param root folder of the course
 */
export function versionFindings(root: string): Finding[] {
  const read = (path: string) => readFileSync(join(root, path), "utf8");
  const { catalog = {} } = parse(read(catalogFile)) as {
    catalog?: Versions;
  };
  const { dependencies: labs = {} } = JSON.parse(read(labsFile)) as {
    dependencies?: Versions;
  };
  return [
    ...inexact(catalog, catalogFile),
    ...inexact(labs, labsFile),
    ...Object.entries(labs)
      .filter(([name, version]) => (catalog[name] ?? version) !== version)
      .map(([name, version]) => ({
        rule: "версии",
        places: [catalogFile, labsFile],
        what: `${name} — ${catalog[name]} и ${version}`,
        todo: "Сделайте версии одинаковыми.",
      })),
  ];
}

function inexact(versions: Versions, place: string): Finding[] {
  return Object.entries(versions)
    .filter(([, version]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version))
    .map(([name, version]) => ({
      rule: "версии",
      places: [place],
      what: `${name}: «${version}» — не точная версия`,
      todo: "Укажите одну версию, без ^ и ~.",
    }));
}
