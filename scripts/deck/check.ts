import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { ExecaError } from "execa";
import { Listr } from "listr2";
import type { Browser } from "playwright-core";
import { launchBrowser } from "../browser/launch.ts";
import { readSlides, type Slide } from "./deck.ts";
import type { Expected } from "./judge.ts";
import {
  merged,
  reportOf,
  schemeNames,
  type Finding,
  type Report,
} from "./finding.ts";
import { lookThrough } from "./look.ts";
import type { Scheme } from "./presentation.ts";
import { readDeck, type Subject } from "./read.ts";
import { buildDeck, serve, type Site } from "./site.ts";

/** Not the root of a host: so are most places where a deck is published. */
const base = "/lecture/";

/**
 * Builds a deck and goes through it in a real browser, in both colour schemes,
 * click by click.
 *
 * @param work folder for the built deck and, in screenshots/, its pictures
 * @param isQuiet shows no progress
 * @throws Error when no browser can be had
 */
export async function checkDeck(
  subject: Subject,
  work: string,
  isQuiet = false,
): Promise<Report> {
  const findings: Finding[] = [];
  const built = join(work, "site");
  const screenshots = join(work, "screenshots");
  rmSync(screenshots, { recursive: true, force: true });
  mkdirSync(screenshots, { recursive: true });

  let slides: Slide[] = [];
  let expected: Expected[] = [];
  let site: Site | undefined;
  let browser: Browser | undefined;
  /** Marks a line of the progress red when something was found. */
  const found = (some: Finding[]) => {
    findings.push(...some);
    if (some.length > 0) throw new Error();
  };
  const shown = (scheme: Scheme) => ({
    title: schemeNames[scheme],
    skip: () => !site,
    task: async (_: unknown, line: { title: string }) =>
      found(
        await lookThrough(
          browser!,
          {
            ...subject,
            address: site!.address,
            slides,
            expected,
            screenshots,
          },
          scheme,
          (no) =>
            (line.title = `${schemeNames[scheme]} — ${no} из ${slides.length}`),
        ),
      ),
  });
  try {
    await new Listr(
      [
        {
          title: "Текст слайдов и код на них",
          task: async () => {
            slides = await readSlides(subject).catch((error: unknown) => {
              found([{ rule: "build", what: (error as Error).message }]);
              return [];
            });
            const read = readDeck(slides, subject);
            expected = read.expected;
            found(read.findings);
          },
        },
        {
          title: "Сборка",
          skip: () => slides.length === 0,
          task: async () => {
            const problem = await buildDeck(
              subject.folder,
              built,
              "--base",
              base,
            ).catch((error: unknown) => {
              if (error instanceof ExecaError) return String(error.all);
              throw error;
            });
            if (problem) found([{ rule: "build", what: problem }]);
            browser = await launchBrowser();
            site = await serve(built, base);
          },
        },
        {
          title: "Показ в браузере",
          skip: () => !site,
          task: (_, task) =>
            task.newListr([shown("light"), shown("dark")], {
              concurrent: true,
              exitOnError: false,
            }),
        },
      ],
      {
        exitOnError: false,
        renderer: isQuiet ? "silent" : "default",
        rendererOptions: {
          collapseErrors: false,
          showErrorMessage: false,
          collapseSubtasks: false,
        },
      },
    ).run();
  } finally {
    await browser?.close();
    await site?.close();
  }
  return reportOf(slides.length, merged(findings));
}
