import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { lay, run, solution } from "./folders.ts";
import { heading, row } from "./measure.ts";

/**
 * The parts of a profile, by the addresses of the code.
 * @see https://chromedevtools.github.io/devtools-protocol/tot/Profiler/
 */
const PARTS: [name: string, address: RegExp][] = [
  ["PostgreSQL (WebAssembly)", /^wasm:/],
  ["PGlite и его протокол", /@electric-sql|support\/(socket|statement)/],
  ["pg, Drizzle", /node_modules\/(pg|drizzle)/],
  ["Better Auth, tRPC, zod", /node_modules\/(@?better|@trpc|zod|jose)/],
  ["HTTP: клиент и сервер", /undici|node:(_?http|net|internal\/webstr)/],
  ["загрузка модулей", /node:internal\/(modules|bootstrap|vm)|amaro/],
  ["Vitest, Vite", /node_modules\/(vite|@vitest|rolldown|chai)/],
  ["тесты и support/", /\/(support|tests)\//],
  ["код студента (src/)", /\/src\//],
  ["остальной Node.js", /^node:/],
];

/** What has no address, by the name that V8 gives it. */
const NAMED: Record<string, string> = {
  "(garbage collector)": "сборка мусора",
  compileSourceTextModule: "загрузка модулей",
};

/** Where the time of a solution's tests goes: both threads, processor time. */
export async function profile(id: string): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "profile-"));
  try {
    const { all } = await run(lay(solution(id)), ["test"], {
      NODE_OPTIONS: `--cpu-prof --cpu-prof-dir=${folder}`,
    });
    const tests = Number(/Всё пройдено: (\d+)/.exec(all ?? "")?.[1]);
    heading(`Куда уходит время тестов ${id} (тестов ${tests})`);
    row("", "всего", "на тест");
    const parts = new Map<string, number>();
    for (const file of readdirSync(folder))
      add(readFileSync(join(folder, file), "utf8"), parts);
    for (const [name, time] of [...parts].sort((a, b) => b[1] - a[1]))
      row(
        name,
        `${Math.round(time / 1000)} мс`,
        `${(time / 1000 / tests).toFixed(1).replace(".", ",")} мс`,
      );
  } finally {
    rmSync(folder, { recursive: true });
  }
}

type Profile = {
  nodes: {
    id: number;
    callFrame: { functionName: string; url: string };
  }[];
  samples: number[];
  /** Microseconds. */
  timeDeltas: number[];
};

function add(text: string, parts: Map<string, number>): void {
  const { nodes, samples, timeDeltas } = JSON.parse(text) as Profile;
  const names = new Map(nodes.map((node) => [node.id, partOf(node)]));
  samples.forEach((id, at) => {
    const name = names.get(id);
    if (name) parts.set(name, (parts.get(name) ?? 0) + timeDeltas[at]!);
  });
}

/** @returns undefined for a thread that had nothing to do */
function partOf({ callFrame }: Profile["nodes"][0]): string | undefined {
  const { functionName, url } = callFrame;
  if (functionName === "(idle)") return undefined;
  return (
    PARTS.find(([, address]) => address.test(url))?.[0] ??
    NAMED[functionName] ??
    "система и остальное"
  );
}
