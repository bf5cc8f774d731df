import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { Listr } from "listr2";
import type { Browser } from "playwright-core";
import { launchBrowser } from "../machine/browser.ts";
import { has } from "../machine/has.ts";
import { readSlides, type Slide } from "./deck.ts";
import {
  merged,
  reportOf,
  schemeNames,
  type Finding,
  type Report,
} from "./finding.ts";
import type { Expected } from "./judge.ts";
import { lookThrough } from "./look.ts";
import type { Scheme } from "./presentation.ts";
import { readDeck, type Subject } from "./read.ts";
import { buildDeck, serve, type Site } from "./site.ts";

/** Not the root of a host: so are most places where a deck is published. */
const base = "/lecture/";

/**
 * Builds a deck and goes through it in a real browser, in both colour schemes,
 * click by click. Where there is no browser, the slides are read and built only.
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
  return await new Check(subject, work).run(isQuiet);
}

/** A line of the progress, whose title may change. */
type Line = { title: string };

class Check {
  readonly #subject: Subject;
  readonly #built: string;
  readonly #screenshots: string;
  readonly #findings: Finding[] = [];
  #slides: Slide[] = [];
  #expected: Expected[] = [];
  #browser: Browser | undefined;
  #site: Site | undefined;
  /** What broke the check off, other than the deck. */
  #failure: unknown;

  constructor(subject: Subject, work: string) {
    this.#subject = subject;
    this.#built = join(work, "site");
    this.#screenshots = join(work, "screenshots");
  }

  async run(isQuiet: boolean): Promise<Report> {
    rmSync(this.#screenshots, { recursive: true, force: true });
    mkdirSync(this.#screenshots, { recursive: true });
    try {
      await new Listr(
        [
          {
            title: "Текст слайдов и код на них",
            task: this.#step(() => this.#read()),
          },
          {
            title: "Сборка",
            skip: () => this.#slides.length === 0,
            task: this.#step(() => this.#build()),
          },
          {
            title: "Показ в браузере",
            skip: () => !this.#site,
            task: (_, task) =>
              task.newListr(
                (["light", "dark"] as const).map((scheme) => ({
                  title: schemeNames[scheme],
                  task: this.#step((line) => this.#show(scheme, line)),
                })),
                { concurrent: true, exitOnError: false },
              ),
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
      await this.#browser?.close();
      await this.#site?.close();
    }
    if (this.#failure) throw this.#failure;
    return reportOf(
      this.#slides.length,
      merged(this.#findings),
      has("browser"),
    );
  }

  /** Keeps what is found; its line of the progress turns red then. */
  #step(look: (line: Line) => Promise<Finding[]>) {
    return async (_: unknown, line: Line) => {
      const findings = await look(line).catch((error: unknown) => {
        this.#failure ??= error;
        throw error;
      });
      this.#findings.push(...findings);
      if (findings.length > 0) throw new Error(line.title);
    };
  }

  async #read(): Promise<Finding[]> {
    try {
      this.#slides = await readSlides(this.#subject);
    } catch (error) {
      return [{ rule: "build", what: (error as Error).message }];
    }
    const { findings, expected } = readDeck(this.#slides, this.#subject);
    this.#expected = expected;
    return findings;
  }

  async #build(): Promise<Finding[]> {
    const { failed, all } = await buildDeck(
      this.#subject.folder,
      this.#built,
      "--base",
      base,
    );
    if (failed) return [{ rule: "build", what: all }];
    if (!has("browser")) return [];
    this.#browser = await launchBrowser();
    this.#site = await serve(this.#built, base);
    return [];
  }

  async #show(scheme: Scheme, line: Line): Promise<Finding[]> {
    return await lookThrough(
      this.#browser!,
      {
        ...this.#subject,
        address: this.#site!.address,
        slides: this.#slides,
        expected: this.#expected,
        screenshots: this.#screenshots,
      },
      scheme,
      (no) =>
        (line.title = `${schemeNames[scheme]} — ${no} из ${this.#slides.length}`),
    );
  }
}
