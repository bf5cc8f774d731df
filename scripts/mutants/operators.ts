/** A part of a syntax tree, as ESTree names them. */
export type Node = {
  type: string;
  start: number;
  end: number;
  [key: string]: unknown;
};

/** Text that takes the place of other text. */
type Change = { start: number; end: number; text: string };

const swaps: Record<string, string[]> = {
  "===": ["!=="],
  "!==": ["==="],
  "==": ["!="],
  "!=": ["=="],
  "<": ["<=", ">="],
  "<=": ["<", ">"],
  ">": [">=", "<="],
  ">=": [">", "<"],
  "+": ["-"],
  "-": ["+"],
  "*": ["/"],
  "/": ["*"],
  "%": ["*"],
  "&&": ["||"],
  "||": ["&&"],
  "??=": ["="],
  "||=": ["="],
  "+=": ["-="],
  "-=": ["+="],
};

/**
 * What can be changed about one node; what stands below it has changes of its
 * own.
 *
 * @param source the file's text
 * @param parent of the node
 */
export function changesOf(
  node: Node,
  source: string,
  parent?: Node,
): Change[] {
  const by = (text: string, { start, end } = node) => ({
    start,
    end,
    text,
  });
  const textOf = ({ start, end }: Node) => source.slice(start, end);
  const part = (name: string) => node[name] as Node;
  const parts = (name: string) => node[name] as Node[];
  const isMember = (one: Node) => one.type === "MemberExpression";

  switch (node.type) {
    case "ExpressionStatement":
      return node["directive"] ? [] : [by(";")];
    case "ThrowStatement":
      return [by(";")];
    case "IfStatement":
      return [by(";"), ...outcomes(part("test"))];
    case "WhileStatement":
    case "ConditionalExpression":
      return outcomes(part("test"));
    case "ForOfStatement":
      return [by(";")];
    case "ReturnStatement":
      return node["argument"]
        ? [by(`${textOf(part("argument"))};`)]
        : [by(";")];
    case "TryStatement":
      return [by(textOf(part("block")))];
    case "AwaitExpression":
      return [by(textOf(part("argument")))];
    case "UnaryExpression":
      return node["operator"] === "!"
        ? [by(textOf(part("argument")))]
        : [];
    case "ObjectExpression":
      return without(parts("properties"));
    case "ExportNamedDeclaration":
      // A module may export by taking something apart.
      return ((part("declaration")?.["declarations"] ?? []) as Node[])
        .map((one) => one["id"] as Node)
        .filter(({ type }) => type === "ObjectPattern")
        .flatMap((pattern) => without(pattern["properties"] as Node[]));
    case "ArrayExpression":
      return without(parts("elements").filter((one) => one !== null));
    case "NewExpression":
      return without(parts("arguments"));
    case "CallExpression": {
      const callee = part("callee");
      const isChain =
        isMember(callee) &&
        /^(Call|Chain)/.test((callee["object"] as Node).type);
      return [
        ...without(parts("arguments")),
        ...(isChain ? [by(textOf(callee["object"] as Node))] : []),
      ];
    }
    case "MemberExpression":
      return node["optional"] === true && node["computed"] === false
        ? [by(`${textOf(part("object"))}.${textOf(part("property"))}`)]
        : [];
    case "BinaryExpression":
    case "LogicalExpression":
    case "AssignmentExpression": {
      const [left, right] = [textOf(part("left")), textOf(part("right"))];
      const operator = String(node["operator"]);
      if (operator === "??") return [by(left), by(right)];
      return (swaps[operator] ?? []).map((other) =>
        by(`${left} ${other} ${right}`),
      );
    }
    case "Literal":
      if (parent?.["directive"]) return [];
      return literals(node["value"]).map((text) => by(text));
    case "TemplateLiteral":
      return parent?.type === "TaggedTemplateExpression" ||
        isForPeople(textOf(node))
        ? []
        : [by('"other"')];
    case "JSXAttribute":
      return [by("")];
    case "JSXElement":
      return parent?.type.startsWith("JSX") ? [by("")] : [];
    default:
      return [];
  }
}

/** A condition that always holds, and one that never does. */
function outcomes({ start, end }: Node): Change[] {
  return ["true", "false"].map((text) => ({ start, end, text }));
}

/** A list without each of its parts in turn, and without its comma. */
function without(list: Node[]): Change[] {
  return list.map(({ start, end }, at) => {
    const next = list[at + 1];
    const last = list[at - 1];
    if (next) return { start, end: next.start, text: "" };
    return { start: last?.end ?? start, end, text: "" };
  });
}

function literals(value: unknown): string[] {
  if (typeof value === "boolean") return [String(!value)];
  if (typeof value === "number")
    return [String(value + 1), String(value * 1000)];
  if (typeof value !== "string" || isForPeople(value)) return [];
  return ['"other"'];
}

/** Its wording is a matter of taste. */
function isForPeople(text: string): boolean {
  return /[а-яё]/i.test(text);
}
