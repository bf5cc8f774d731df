import { join } from "node:path";
import MarkdownIt from "markdown-it";
import type { Plugin } from "vite";
import { readSteps, root, stepFile } from "../scripts/course.ts";
import { repositoryOf } from "../scripts/repository.ts";

const sources = ["course", "solutions", "public"].map((folder) =>
  join(root, folder),
);

export default {
  publicDir: join(root, "public"),
  plugins: [course(), liveSources()],
};

/** `virtual:course`: the steps' facts, and where the course is published. */
function course(): Plugin {
  const id = "virtual:course";
  const markdown = new MarkdownIt({ linkify: true });
  return {
    name: "course",
    resolveId: (wanted) => (wanted === id ? `\0${id}` : undefined),
    load(wanted) {
      if (wanted !== `\0${id}`) return;
      const facts = readSteps();
      for (const { id } of facts)
        this.addWatchFile(join(root, stepFile(id)));
      const steps = facts.map((step) => ({
        ...step,
        task: step.task.map((line) => markdown.renderInline(line)),
        done: markdown.renderInline(step.done),
      }));
      const repository = repositoryOf(root, process.env) ?? null;
      return `export const steps = ${JSON.stringify(steps)};
        export const repository = ${JSON.stringify(repository)};`;
    },
  };
}

/** Code on slides comes from outside slides/: watch it, so that it is live. */
function liveSources(): Plugin {
  return {
    name: "live-sources",
    configureServer(server) {
      server.watcher.add(sources);
    },
  };
}
