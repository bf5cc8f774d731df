import type { Deck } from "./deck.ts";
import type { Violation } from "./rules.ts";

/**
 * One thing has one name: in Russian text it is «сессия». Session stays what
 * it is in titles, in code, in the names of attacks and of sources.
 */
export function termViolations({ slides }: Deck): Violation[] {
  return slides.flatMap((slide) => {
    const text = `${slide.markdown}\n${slide.note}`
      .replace(/^(#|topic:|Источник:).*$/gm, "")
      .replace(/```[^]*?```|`[^`\n]*`|<[^>]*>/g, "")
      .replace(/session (fixation|hijacking)/gi, "");
    const [found] =
      /.{0,20}(?<![-/.\w])session(?![-/.\w]).{0,20}/i.exec(text) ?? [];
    return found
      ? [
          {
            rule: "terms",
            slide,
            what: `«сессия», а не session: …${found}…`,
          },
        ]
      : [];
  });
}
