/**
 * What the deck uses of Slidev in the browser. Slidev ships this package as
 * source written for other compiler options than the deck's.
 * Source: https://sli.dev/guide/component#vue-composables
 */
declare module "@slidev/client" {
  import type { ComputedRef, Ref } from "vue";

  type Frontmatter = Record<string, unknown> & {
    layout?: string;
    /** The part of the lecture; a key of this deck's own. */
    part?: string;
  };

  export function useNav(): {
    slides: Ref<
      {
        no: number;
        /** `note` is undefined on the published site. */
        meta: { slide: { frontmatter: Frontmatter; note?: string } };
      }[]
    >;
    isPresenter: ComputedRef<boolean>;
    isPrintMode: ComputedRef<boolean>;
  };

  export function useSlideContext(): {
    $clicks: Ref<number>;
    $frontmatter: Frontmatter;
    $page: Ref<number>;
  };
}
