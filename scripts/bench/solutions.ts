import { rmSync } from "node:fs";
import { join } from "node:path";
import { terminal } from "../process/terminal.ts";
import { ids, lay, run, runEmpty, solution } from "./folders.ts";
import {
  heading,
  inMegabytes,
  inSeconds,
  median,
  row,
  seconds,
  times,
} from "./measure.ts";
import { peakMemory } from "./resident-size.ts";

/** The pages that Next.js' floor opens; nobody has signed in. */
const PAGES = ["/", "/sign-in", "/sign-up"];

/**
 * `pnpm test` of every solution beside the floor: an empty run of Vitest, and
 * for the last step Next.js itself.
 * @param runs how many of each; the median counts
 */
export async function measureSolutions(runs: number): Promise<void> {
  heading(`pnpm test в решениях: медиана прогонов (${runs}) и память`);
  const floor = await measured(runs, runEmpty());
  row("пустой vitest run", inSeconds(floor.time), "×1,0", floor.memory);
  for (const id of ids.slice(0, -1)) {
    const folder = lay(solution(id));
    const { time, memory } = await measured(runs, () =>
      run(folder, ["test"]),
    );
    row(id, inSeconds(time), times(time, floor.time), memory);
  }
  const last = lay(solution(ids.at(-1)!));
  const next = await measured(runs, () => opened(last), last);
  row("сам Next.js", inSeconds(next.time), "×1,0", next.memory);
  const { time, memory } = await measured(
    runs,
    () => run(last, ["test"]),
    last,
  );
  row(ids.at(-1)!, inSeconds(time), times(time, next.time), memory);
}

/**
 * Measures the memory of a first run, which finds nothing prepared, and the
 * time of those after it: looking at the memory takes time of its own.
 * @param next folder in which Next.js is to find nothing compiled
 */
async function measured(
  runs: number,
  start: () => ReturnType<typeof run>,
  next?: string,
): Promise<{ time: number; memory: string }> {
  const fresh = () => {
    for (const name of next ? [".next", ".next-test"] : [])
      rmSync(join(next!, name), { recursive: true, force: true });
  };
  fresh();
  const watched = start();
  const memory = inMegabytes(await peakMemory(watched.pid!, watched));
  const all: number[] = [];
  for (let at = 0; at < runs; at++) {
    fresh();
    all.push(await seconds(start));
  }
  return { time: median(all), memory };
}

/** Next.js from its start to the last of the pages, without tests. */
function opened(folder: string) {
  return terminal(folder, {
    DATABASE_URL: "postgres://nobody@127.0.0.1:9/none",
    BETTER_AUTH_SECRET: "of a site to which nobody signs in",
    BETTER_AUTH_URL: "http://localhost:3000",
  })({ all: true, reject: false })(process.execPath, [
    ...["--input-type=module", "--eval", NEXT],
    ...PAGES,
  ]);
}

const NEXT = `
  import { once } from "node:events";
  import { createServer } from "node:http";
  import next from "next";

  let answer;
  const server = createServer((...exchange) => answer(...exchange));
  await once(server.listen(0), "listening");
  const { port } = server.address();
  const site = next({ dev: true, hostname: "localhost", port });
  await site.prepare();
  answer = site.getRequestHandler();
  for (const page of process.argv.slice(1)) {
    const response = await fetch(\`http://localhost:\${port}\${page}\`);
    if (!response.ok) throw new Error(\`\${page}: \${response.status}\`);
    await response.text();
  }
  process.exit();
`;
