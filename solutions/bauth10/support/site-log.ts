/**
 * Reads what went wrong from the log of Next.js, which marks it with ⨯:
 * an exception with its stack, or a file that does not compile.
 * @returns an error whose stack names the place in the sources
 */
export function faultIn(log: string): Error | undefined {
  const plain = log.replace(/\u001B\[[\d;]*m/g, "");
  const [, said] = /⨯ ([\s\S]+?)(?=\n\S*⨯|$(?![\s\S]))/.exec(plain) ?? [];
  if (said === undefined) return undefined;
  // What does not compile is told below the first line.
  if (said.includes("Could not parse module"))
    return Object.assign(new Error(said.split("\n    at ")[0]), {
      name: "SyntaxError",
      stack: said,
    });
  const lines = said.split("\n").map((line) => line.trimEnd());
  const [first = "", second = ""] = lines;
  // "./src/app/page.tsx:19:7" and below it what the compiler has against it.
  if (/^\.\/\S.*:\d+:\d+$/.test(first)) {
    return Object.assign(new Error(second.replace(/^Error: /, "")), {
      name: "SyntaxError",
      stack: `${second}\n    at ${first.slice(2)}`,
    });
  }
  const [, name = "Error", message = first] =
    /^(?:\[)?(\w*Error): (.*)$/.exec(first) ?? [];
  const frames = lines.filter((line) => /^\s+at /.test(line));
  return Object.assign(new Error(message), {
    name,
    stack: [first, ...frames].join("\n"),
  });
}
