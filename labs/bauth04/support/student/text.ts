import { style } from "../report/terminal.ts";

/** The course's Markdown for a terminal: addresses of links, marked code. */
export function shown(markdown: string): string {
  return markdown
    .trim()
    .replace(/\[([^\]]+)\]\((https:[^)]+)\)/g, "$1: $2")
    .replace(/`([^`\n]+)`/g, (marked, code: string) =>
      process.stdout.isTTY ? style("cyan", code) : marked,
    );
}
