import { sharedState, useNav } from "@slidev/client";
import { syncDirections } from "@slidev/client/state/storage.ts";
import { watch } from "vue";

/**
 * The presenter leads and the viewers follow, never the other way round.
 * Slidev lets each move the other, and remembers in the browser what was
 * chosen there once; hence this is set with every load.
 *
 * Slidev's own following takes a viewer along with every move of the
 * presenter's mouse: whoever has turned back a slide would not stay there.
 * Here only a step of the presenter counts.
 */
export function followPresenter(): void {
  syncDirections.value = {
    viewerSend: false,
    viewerReceive: false,
    presenterSend: true,
    presenterReceive: false,
  };
  const { hasPrimarySlide, isPresenter, isPrintMode, router, slides } =
    useNav();
  watch(
    () => sharedState.lastUpdate?.time,
    () => {
      const { page, clicks, lastUpdate } = sharedState;
      if (lastUpdate?.type !== "presenter" || isPresenter.value) return;
      if (isPrintMode.value || !hasPrimarySlide.value) return;
      const name =
        slides.value[page - 1]?.meta.slide.frontmatter.routeAlias;
      void router.replace({
        path: `/${name ?? page}`,
        query: {
          ...router.currentRoute.value.query,
          clicks: clicks ? String(clicks) : undefined,
        },
      });
    },
  );
}

/**
 * Where the lecture is, for an address that names no slide.
 *
 * @returns undefined while no presenter has shown anything
 */
export function currentPlace():
  { page: number; clicks: number } | undefined {
  const { page, clicks, lastUpdate } = sharedState;
  return lastUpdate?.type === "presenter" && page > 0
    ? { page, clicks }
    : undefined;
}
