/**
 * Where in course/ a file belongs that somebody made in a composed folder.
 *
 * @param path of the new file, from the root
 * @returns advice for the author, in whole sentences
 */
export function homeOf(path: string): string {
  const [side, step, ...rest] = path.split("/");
  const inside = rest.join("/");
  if (inside === "") {
    return `${side}/ holds composed folders only: move it elsewhere.`;
  }
  if (/^(tests|support)$/.test(rest[0]!) && rest.length > 1) {
    return `Move it to course/${step}/${inside} (from this step on) or to course/base/${inside} (in every folder), and run \`pnpm compose\`.`;
  }
  const place =
    side === "labs"
      ? `course/${step}/start/${inside} (what the student starts from)`
      : `course/${step}/solution/${inside} (a part of the solution)`;
  return `Move it to ${place} or to course/base/${inside} (in every folder), and run \`pnpm compose\`.`;
}
