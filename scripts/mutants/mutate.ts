import { parseAst } from "vitest/node";
import { changesOf, type Node } from "./operators.ts";

/** A solution with one thing changed. */
export type Mutant = {
  /** From 1. */
  line: number;
  /** What was there, on one line. */
  before: string;
  /** What is there instead; empty when it was only removed. */
  after: string;
  /** The whole file with it. */
  content: string;
};

/**
 * Every small change of a file that its tests should notice. What only people
 * read is left alone: types, comments, texts in Russian, class names.
 *
 * @param content TypeScript, with JSX or without
 */
export function mutantsOf(content: string): Mutant[] {
  const known = new Set([content]);
  const mutants: Mutant[] = [];
  const visit = (node: Node, parent?: Node): void => {
    for (const { start, end, text } of changesOf(node, content, parent)) {
      const changed = content.slice(0, start) + text + content.slice(end);
      if (known.has(changed) || !isCode(changed)) continue;
      known.add(changed);
      mutants.push({
        line: content.slice(0, start).split("\n").length,
        before: oneLine(content.slice(start, end)),
        after: oneLine(text),
        content: changed,
      });
    }
    for (const child of childrenOf(node)) visit(child, node);
  };
  visit(parse(content));
  return mutants.sort((one, other) => one.line - other.line);
}

/** What stands below a node and is more than a name or a type. */
function childrenOf(node: Node): Node[] {
  return Object.entries(node)
    .filter(([key]) => !/^(typeArguments|typeParameters)$/.test(key))
    .filter(([key]) => key !== "key" || node["computed"] === true)
    .flatMap(([, value]) => value)
    .filter(
      (value): value is Node =>
        typeof value === "object" &&
        value !== null &&
        "type" in value &&
        isMutable(value as Node),
    );
}

function isMutable(node: Node): boolean {
  const { type } = node;
  if (/^TS(As|Satisfies|NonNull)/.test(type)) return true;
  if (type === "JSXAttribute")
    return !/^(className|key)$/.test(
      String((node["name"] as Node)["name"]),
    );
  return (
    !/^(TS|Import|ExportAll)/.test(type) || type === "ImportExpression"
  );
}

function parse(content: string): Node {
  return parseAst(content, { lang: "tsx" }) as unknown as Node;
}

function isCode(content: string): boolean {
  try {
    parse(content);
    return true;
  } catch {
    return false;
  }
}

/** Without comments, and the comma that parts it from what stood beside it. */
function oneLine(text: string): string {
  return text
    .replace(/^\s*\/\/.*$/gm, "")
    .replace(/\s+/g, " ")
    .replace(/^[\s,]+|[\s,]+$/g, "");
}
