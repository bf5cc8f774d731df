import { prepare } from "./prepare.ts";

/** For `pnpm vitest run` alone; under `npm test` everything is known by now. */
export default async function setup(): Promise<void> {
  await prepare(
    ...(["registry", "git", "browser", "postgres", "bubblewrap"] as const),
  );
}
