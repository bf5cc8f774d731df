import { callouts, withoutComments } from "../lecture/code.ts";

/** What Slidev tells a transformer of a block of code. */
type Block = {
  /** What follows the opening fence, such as "ts {all|2-3|4}". */
  info: string;
  code: string;
  renderHighlighted(override: {
    info?: string;
    code?: string;
  }): Promise<string>;
};

/**
 * Code on slides goes without the comments of its file, which the list below
 * it says better, and carries the numbers of that list.
 *
 * @see https://sli.dev/custom/config-transformers
 */
export default () => ({
  codeblocks: [
    async ({ info, code, renderHighlighted }: Block) => {
      const [, lang, steps] =
        /^(\w+)(?: \{([\w|,-]+)\})?$/.exec(info) ?? [];
      if (!lang) return undefined;
      const ranges = steps?.split("|") ?? [];
      const html = await renderHighlighted({
        info: lang,
        code: withoutComments(code),
      });
      return `<CodeBlockWrapper :ranges='${JSON.stringify(ranges)}'>${callouts(html, ranges)}</CodeBlockWrapper>`;
    },
  ],
});
