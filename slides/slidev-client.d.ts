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
    /** Another name for the slide's number in addresses. */
    routeAlias?: string;
  };

  type Query = Record<string, unknown>;

  export const configs: { drawings: { presenterOnly: boolean } };

  /** The same in all windows of the deck. */
  export const sharedState: {
    page: number;
    clicks: number;
    timer: {
      status: "stopped" | "running" | "paused";
      slides: object;
      startedAt: number;
      pausedAt: number;
    };
    cursor?: { x: number; y: number };
    lastUpdate?: { type: "presenter" | "viewer"; time: number };
    /** Whether changes are sent to the dev server, where there is one. */
    $syncUp?: boolean;
    /** What slides share; a key of this deck's own. */
    lecture?: Record<string, unknown>;
  };

  export function useNav(): {
    slides: Ref<
      {
        no: number;
        /** `note` is undefined on the published site. */
        meta: { slide: { frontmatter: Frontmatter; note?: string } };
      }[]
    >;
    currentSlideNo: ComputedRef<number>;
    hasPrimarySlide: ComputedRef<boolean>;
    isPresenter: ComputedRef<boolean>;
    isPrintMode: ComputedRef<boolean>;
    go: (slide: number | string) => Promise<void>;
    router: {
      currentRoute: Ref<{ query: Query }>;
      isReady: () => Promise<void>;
      replace: (to: { path: string; query: Query }) => Promise<unknown>;
    };
  };

  export function useSlideContext(): {
    $clicks: Ref<number>;
    $frontmatter: Frontmatter;
    $page: Ref<number>;
  };
}

declare module "@slidev/client/state/storage.ts" {
  import type { Ref } from "vue";

  export const presenterLayout: Ref<number>;
  export const syncDirections: Ref<{
    viewerSend: boolean;
    viewerReceive: boolean;
    presenterSend: boolean;
    presenterReceive: boolean;
  }>;
}
