/**
 * Where in course/ a file belongs that somebody made in a composed folder.
 *
 * @param path of the new file, from the root
 * @returns what the author is to do, in whole sentences
 */
export function suggestSource(path: string): string {
  const [side, step, ...rest] = path.split("/");
  const inside = rest.join("/");
  if (inside === "")
    return `В ${side}/ лежат только составленные папки: перенесите файл в другое место.`;
  const [place, what] =
    rest.length > 1 && ["tests", "support"].includes(rest[0]!)
      ? [`course/${step}/${inside}`, "начиная с этого шага"]
      : side === "labs"
        ? [`course/${step}/start/${inside}`, "с чего начинает студент"]
        : [`course/${step}/solution/${inside}`, "часть решения"];
  return `Перенесите его в ${place} (${what}) или в course/base/${inside} (во все папки) и выполните \`pnpm compose\`. Не нужен — удалите.`;
}
