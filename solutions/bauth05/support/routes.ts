/**
 * Which file answers an address, as under Next.js: folders stand for the
 * parts of the address, `[name]` for any one, `[...name]` for any number.
 * @see https://nextjs.org/docs/app/api-reference/file-conventions/dynamic-routes
 * @see https://nextjs.org/docs/app/api-reference/file-conventions/route-groups
 */

/** What a route's file learns about its address. */
export type Params = Record<string, string | string[]>;

/** From the most definite: the first that fits an address answers it. */
const KINDS = ["literal", "one", "some", "any"] as const;

type Part = { kind: (typeof KINDS)[number]; name: string };

/** An address with parts left open. */
export type Pattern = Part[];

/** The addresses that a route's file answers. */
export function patternOf(file: string): Pattern {
  return (
    file
      .replace(/^.*?\/src\/app\//, "")
      .split("/")
      .slice(0, -1)
      // (groups) and @slots are for people; no part of the address.
      .filter((folder) => !/^(\(.*\)|@.*)$/.test(folder))
      .map(partOf)
  );
}

/** A folder that begins with "_" is no address, and so is nothing below. */
export function isRouted(file: string): boolean {
  return !/\/src\/app\/(?:.*\/)?_/.test(file);
}

function partOf(folder: string): Part {
  const [, any, some, one] =
    /^(?:\[\[\.\.\.(.+)\]\]|\[\.\.\.(.+)\]|\[(.+)\])$/.exec(folder) ?? [];
  if (any) return { kind: "any", name: any };
  if (some) return { kind: "some", name: some };
  if (one) return { kind: "one", name: one };
  return { kind: "literal", name: decoded(folder) };
}

/** Orders patterns: part by part, the more definite one comes first. */
export function byDefiniteness(a: Pattern, b: Pattern): number {
  for (const [at, part] of a.entries()) {
    const other = b[at];
    const order = other
      ? KINDS.indexOf(part.kind) - KINDS.indexOf(other.kind)
      : 0;
    if (order !== 0) return order;
  }
  return b.length - a.length;
}

/** @returns the open parts of the address, or undefined if it is another one */
export function match(pattern: Pattern, path: string): Params | undefined {
  const parts = path.split("/").filter(Boolean).map(decoded);
  const params: Params = {};
  for (const [at, { kind, name }] of pattern.entries()) {
    if (kind === "some" || kind === "any") {
      const rest = parts.slice(at);
      if (rest.length === 0 && kind === "some") return undefined;
      if (rest.length > 0) params[name] = rest;
      return params;
    }
    const part = parts[at];
    if (part === undefined) return undefined;
    if (kind === "one") params[name] = part;
    else if (part !== name) return undefined;
  }
  return parts.length === pattern.length ? params : undefined;
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
