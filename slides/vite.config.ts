import { createRequire } from "node:module";
import { join } from "node:path";
import MarkdownIt from "markdown-it";
import type { ShownStep } from "virtual:course";
import type { Plugin } from "vite";
import { readSteps, root, stepFile } from "../scripts/course/steps.ts";
import { repositoryOf } from "../scripts/course/repository.ts";
import { solutionCode } from "./vite/solution-code.ts";

export default {
  publicDir: join(root, "public"),
  // The watcher drops what follows within 50 ms, such as a formatter's save
  // after the editor's. So it looks when a file has come to rest.
  server: {
    watch: {
      awaitWriteFinish: { stabilityThreshold: 50, pollInterval: 10 },
    },
  },
  plugins: [
    course(),
    solutionCode(),
    socialPicture(),
    compiledTemplates(),
  ],
};

/** `virtual:course`: the steps' facts, and where the course is published. */
function course(): Plugin {
  const id = "virtual:course";
  const markdown = new MarkdownIt({ linkify: true });
  // A click may not replace the deck, least of all the presenter's.
  markdown.renderer.rules.link_open = (
    tokens,
    index,
    options,
    _,
    self,
  ) => {
    tokens[index]!.attrSet("target", "_blank");
    tokens[index]!.attrSet("rel", "noopener");
    return self.renderToken(tokens, index, options);
  };
  return {
    name: "course",
    resolveId: (wanted) => (wanted === id ? `\0${id}` : undefined),
    load(wanted) {
      if (wanted !== `\0${id}`) return;
      const facts = readSteps();
      for (const { id } of facts)
        this.addWatchFile(join(root, stepFile(id)));
      const steps = facts.map(
        ({
          id,
          title,
          minutes,
          inClass,
          files,
          task,
          done,
        }): ShownStep => ({
          id,
          title,
          minutes,
          inClass,
          files,
          task: task.map((line) => markdown.renderInline(line)),
          done: markdown.renderInline(done),
        }),
      );
      const repository = repositoryOf(root, process.env) ?? null;
      return `export const steps = ${JSON.stringify(steps)};
        export const repository = ${JSON.stringify(repository)};`;
    },
  };
}

/** Names the picture of a shared link, where the site's address is known. */
function socialPicture(): Plugin {
  return {
    name: "social-picture",
    transformIndexHtml() {
      const repository = repositoryOf(root, process.env);
      if (!repository) return;
      const [owner, name] = repository.toLowerCase().split("/");
      const site = `https://${owner}.github.io/`;
      const folder = name === `${owner}.github.io` ? "" : `${name}/`;
      return Object.entries({
        "og:url": site + folder,
        "og:image": `${site}${folder}social.png`,
        "og:image:alt": "Обложка лекции «Better Auth в Next.js»",
      }).map(([property, content]) => ({
        tag: "meta",
        attrs: { property, content },
        injectTo: "head",
      }));
    },
  };
}

/**
 * Slidev ships Vue's compiler to the browser, for templates that only come
 * there. This deck has none: its first slide takes 20 kB less.
 */
function compiledTemplates(): Plugin {
  const ofSlides = createRequire(import.meta.url);
  const ofSlidev = createRequire(
    ofSlides.resolve("@slidev/cli/package.json"),
  );
  return {
    name: "compiled-templates",
    apply: "build",
    config: () => ({
      resolve: {
        alias: [
          {
            find: /^vue$/,
            replacement: ofSlidev.resolve(
              "vue/dist/vue.runtime.esm-bundler.js",
            ),
          },
        ],
      },
    }),
  };
}
