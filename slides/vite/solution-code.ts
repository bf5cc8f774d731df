import { existsSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import type { Plugin } from "vite";
import { root, stepIds } from "../../scripts/course/steps.ts";
import { regionOf } from "./region.ts";

/** Where the code on slides stands. Not the whole folders: who has tried a
 * solution has thousands of built and installed files there. */
const sources = stepIds().map((id) => join(root, "solutions", id, "src"));

/** A slide's module, as Slidev names it: …/4-data.md__slidev_23.md */
const slideModule = /^(.+)__slidev_(\d+)\.md$/;

/** `<<< @/../solutions/…/auth.ts#region ts {all|2-3}`, as Slidev writes it:
 * https://sli.dev/features/import-snippet */
const snippet = /^<<<[ \t]*(\S+?)(?:#([\w-]+))?(?:[ \t]+(.*))?$/;

/**
 * Puts the code of solutions/ on slides, in place of Slidev's own `<<<`. That
 * one forgets after the first edit which slides show a file (its list is
 * replaced when the slides are read again), and it shows the whole file where
 * a region is missing. Here every save reaches its slide; a mistake stands on
 * the slide while the deck runs, and ends a build.
 */
export function solutionCode(): Plugin {
  const shownBy = new Map<string, Set<string>>();
  let isBuild = false;
  return {
    name: "solution-code",
    // Before Slidev makes Vue of the Markdown.
    enforce: "pre",
    configResolved: ({ command }) => void (isBuild = command === "build"),
    configureServer: ({ watcher }) => void watcher.add(sources),
    hotUpdate({ file, modules }) {
      const { moduleGraph } = this.environment;
      const slides = [...(shownBy.get(resolve(file)) ?? [])].flatMap(
        (id) => moduleGraph.getModuleById(id) ?? [],
      );
      if (slides.length > 0) return [...new Set([...modules, ...slides])];
    },
    transform(markdown, id) {
      const [, page, no] = slideModule.exec(id) ?? [];
      if (!page) return;
      const code = outsideFences(markdown, (line) => {
        const [, path, region, rest = ""] = snippet.exec(line) ?? [];
        if (!path) return line;
        const file = path.startsWith("@/")
          ? join(root, "slides", path.slice(2))
          : resolve(dirname(page), path);
        shownBy.set(file, (shownBy.get(file) ?? new Set()).add(id));
        const found = read(file, region);
        if ("code" in found) return `\`\`\`${rest}\n${found.code}\n\`\`\``;
        const problem = `${found.problem} Этот код показывает слайд ${no} (${fromRoot(page)}).`;
        if (isBuild) this.error(problem);
        this.environment.logger.error(problem);
        return `<p v-pre role="alert" style="color: var(--deck-danger); font-weight: 700">${problem}</p>`;
      });
      return code === markdown ? undefined : { code, map: null };
    },
  };
}

/** Shows `<<<` where it is an example of Markdown. */
function outsideFences(
  markdown: string,
  change: (line: string) => string,
): string {
  let fence: string | undefined;
  return markdown
    .split(/\r?\n/)
    .map((line) => {
      const [mark] = /^(?:`{3,}|~{3,})/.exec(line) ?? [];
      if (fence === undefined && mark === undefined) return change(line);
      if (fence === undefined) fence = mark;
      else if (mark?.startsWith(fence)) fence = undefined;
      return line;
    })
    .join("\n");
}

function read(
  file: string,
  region: string | undefined,
): { code: string } | { problem: string } {
  const path = fromRoot(file);
  if (!existsSync(file)) return { problem: `Нет файла ${path}.` };
  const text = readFileSync(file, "utf8");
  if (region === undefined) return { code: text.trimEnd() };
  const code = regionOf(text, region);
  return code === undefined
    ? {
        problem: `В ${path} нет участка #region ${region}: он начинается строкой «#region ${region}» и кончается строкой «#endregion ${region}».`,
      }
    : { code };
}

function fromRoot(file: string): string {
  return relative(root, file).replaceAll("\\", "/");
}
