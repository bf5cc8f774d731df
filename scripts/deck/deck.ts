import { join, relative } from "node:path";
import { load } from "@slidev/parser/fs";

/** A slide as its author wrote it. */
export type Slide = {
  /** Counted from 1, as in the address of the slide. */
  no: number;
  /** Its first heading; empty where it has none. */
  title: string;
  /** The slide of the outline it continues, where its heading is a thesis. */
  topic: string | undefined;
  /** The Markdown file to edit, from the root of the course. */
  file: string;
  /** The line at which it begins there, from 1. */
  line: number;
  markdown: string;
  /** Empty where the speaker has nothing to read. */
  note: string;
  /** Such as "section", which opens a part of the lecture. */
  layout: string | undefined;
  /** Another name for its number in addresses. */
  alias: string | undefined;
};

/** A deck as its author wrote it. */
export type Deck = {
  slides: Slide[];
  /** How long it takes; undefined where it does not say so. */
  minutes: number | undefined;
};

/** Where a deck lies. */
export type Folders = {
  /** Of slides.md. */
  folder: string;
  /** From which files are named and in which solutions/ lies. */
  root: string;
};

/**
 * Reads a deck the way Slidev does: parts that are included stand in their
 * place, slides that are switched off are left out.
 *
 * @throws Error that names what is wrong with the Markdown
 */
export async function readDeck({ folder, root }: Folders): Promise<Deck> {
  const entry = join(folder, "slides.md");
  const { slides, headmatter, markdownFiles } = await load(
    { userRoot: folder, roots: [folder] },
    entry,
  );
  const problems = Object.values(markdownFiles).flatMap(
    ({ filepath, errors = [] }) =>
      errors.map(
        ({ row, message }) =>
          `${fromRoot(root, filepath)}:${row + 1}: ${message}`,
      ),
  );
  if (problems.length > 0) throw new Error(problems.join("\n"));
  return {
    slides: slides.map(
      ({ index, title, content, note, source, ...slide }) => ({
        no: index + 1,
        // On the first slide Slidev puts the deck's own title before its heading.
        title: plain(/^# (.+)$/m.exec(content)?.[1] ?? title ?? ""),
        file: fromRoot(root, source.filepath),
        line: source.start + 1,
        markdown: content,
        note: note?.trim() ?? "",
        topic: slide.frontmatter.topic as string | undefined,
        layout: slide.frontmatter.layout as string | undefined,
        alias: slide.frontmatter.routeAlias as string | undefined,
      }),
    ),
    // Such as "90min", for Slidev's timer.
    minutes: Number.parseInt(String(headmatter.duration)) || undefined,
  };
}

/** A heading without its Markdown and tags. */
function plain(title: string): string {
  return title
    .replace(/<[^>]*>/g, "")
    .replace(/[*_`]/g, "")
    .replace(/\s+/g, " ")
    .trim();
}

function fromRoot(root: string, path: string): string {
  return relative(root, path).replaceAll("\\", "/");
}
