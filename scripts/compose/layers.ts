import { isStepId } from "../course/steps.ts";

/**
 * Which source file each composed file is a copy of.
 *
 *     labs/bauth04 = course/base
 *       + start, tests, support and solution of every earlier step
 *       + start, tests and support of bauth04
 *     solutions/bauth04 = labs/bauth04 + solution of bauth04
 *
 * A later layer replaces a whole file.
 *
 * @param sources paths of the files in course/, from the root
 * @returns target path → source path, both from the root
 */
export function layered(sources: Iterable<string>): Map<string, string> {
  const parts = partsOf(sources);
  const part = (name: string) => parts.get(name) ?? [];
  const steps = new Set(
    [...parts.keys()].map((name) => name.split("/")[0]!).filter(isStepId),
  );

  const targets = new Map<string, string>();
  const emit = (folder: string, files: Map<string, string>) => {
    for (const [path, source] of files) {
      targets.set(`${folder}/${path}`, source);
    }
  };

  const files = new Map(part("base"));
  const lay = (layer: [string, string][]) => {
    for (const [path, source] of layer) files.set(path, source);
  };
  for (const step of [...steps].sort()) {
    lay(part(`${step}/start`));
    lay(part(`${step}/tests`));
    lay(part(`${step}/support`));
    emit(`labs/${step}`, files);
    lay(part(`${step}/solution`));
    emit(`solutions/${step}`, files);
  }
  return targets;
}

/** The files of each layer: where they go in a folder, and their source. */
function partsOf(
  sources: Iterable<string>,
): Map<string, [path: string, source: string][]> {
  const parts = new Map<string, [string, string][]>();
  for (const source of sources) {
    const place = placeOf(source);
    if (!place) continue;
    const part = parts.get(place.part) ?? [];
    parts.set(place.part, part);
    part.push([place.path, source]);
  }
  return parts;
}

function placeOf(
  source: string,
): { part: string; path: string } | undefined {
  const [, first = "", ...rest] = source.split("/");
  if (first === "base") return { part: "base", path: rest.join("/") };
  if (!isStepId(first)) return undefined;

  const [kind = "", ...inside] = rest;
  const part = `${first}/${kind}`;
  const path = inside.join("/");
  switch (kind) {
    case "start":
    case "solution":
      return { part, path };
    case "tests":
    case "support":
      return { part, path: `${kind}/${path}` };
    default:
      // What is generated reads step.json and task.md; wrong/ belongs to the
      // verification.
      return undefined;
  }
}
