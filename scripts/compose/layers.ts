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
  const all = [...sources];
  const steps = [...new Set(all.map((path) => path.split("/")[1]!))]
    .filter(isStepId)
    .sort();
  const folders = steps.flatMap((id) => [`labs/${id}`, `solutions/${id}`]);
  const layers = all
    .flatMap((source) => placeOf(source) ?? [])
    .map((place) => ({ ...place, first: folders.indexOf(place.folder) }))
    .sort((one, other) => one.first - other.first);

  const targets = new Map<string, string>();
  for (const { first, path, source } of layers)
    for (const folder of folders.slice(Math.max(first, 0)))
      targets.set(`${folder}/${path}`, source);
  return targets;
}

type Place = {
  source: string;
  /** The first folder that gets it; "" when all do. */
  folder: string;
  /** Where it stands in a folder. */
  path: string;
};

function placeOf(source: string): Place | undefined {
  const [, step = "", kind = "", ...rest] = source.split("/");
  const path = rest.join("/");
  if (step === "base")
    return { source, folder: "", path: [kind, ...rest].join("/") };
  if (!isStepId(step)) return undefined;
  switch (kind) {
    case "start":
      return { source, folder: `labs/${step}`, path };
    case "tests":
    case "support":
      return { source, folder: `labs/${step}`, path: `${kind}/${path}` };
    case "solution":
      return { source, folder: `solutions/${step}`, path };
    default:
      // What is generated reads step.json and task.md; wrong/ belongs to the
      // verification.
      return undefined;
  }
}
