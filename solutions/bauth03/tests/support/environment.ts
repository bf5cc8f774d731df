import { Pool } from "pg";
import { vi } from "vitest";

/**
 * Runs the application with other settings, as if it had been started anew.
 * @param settings environment variables; undefined removes one
 * @param run what to do meanwhile; import the application's modules in here
 */
export async function restartedWith<Result>(
  settings: Record<string, string | undefined>,
  run: () => Promise<Result>,
): Promise<Result> {
  const before = new Map(
    Object.keys(settings).map((name) => [name, process.env[name]]),
  );
  const survivors = takePools();
  Object.entries(settings).forEach(set);
  vi.resetModules();
  try {
    return await run();
  } finally {
    before.forEach((value, name) => set([name, value]));
    Object.assign(globalThis, survivors);
    vi.resetModules();
  }
}

function set([name, value]: [string, string | undefined]): void {
  if (value === undefined) delete process.env[name];
  else process.env[name] = value;
}

/** A new process has no pool yet: takes away those that outlive a reload. */
function takePools(): Record<string, unknown> {
  const pools = Object.entries(globalThis).filter(
    ([name, value]) =>
      name !== "observer" &&
      (value instanceof Pool || value?.$client instanceof Pool),
  );
  for (const [name] of pools) Reflect.deleteProperty(globalThis, name);
  return Object.fromEntries(pools);
}
