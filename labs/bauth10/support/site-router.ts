/** What the router of Next.js and the server say to each other. */

/** A part of the address, what is below it, and what to do with it. */
type Tree = [string, { children?: Tree }, ...unknown[]];

/**
 * The router's memory of what it has, with the page marked as old. In its
 * answers each part of the address is a line of its own, which names the line
 * of the part below it.
 * @param answer what the router got
 */
export function pageAloneOf(answer: string): Tree {
  const lines = answer.split("\n");
  let tree: Tree = ["__PAGE__", {}, null, "refetch"];
  let line = lines.find((one) => one.includes('{"s":"__PAGE__"'));
  while (line) {
    const [id] = line.split(":");
    line = lines.find((one) => one.includes(`"c":"$Q${id}"`));
    const [, part = ""] =
      /"children",\{"s":"([^"]*)"/.exec(line ?? "") ?? [];
    tree = [part, { children: tree }];
    if (part === "") break;
  }
  return tree;
}

/** To the router Next.js says it as the error that `redirect` throws. */
export function redirectIn(answer: string): string | undefined {
  return /^\w+:E.*NEXT_REDIRECT;\w+;([^;]+);\d+;/m.exec(answer)?.[1];
}
