import { sharedState, useNav } from "@slidev/client";
import { watch } from "vue";
import { isIdle } from "./pace.ts";

/**
 * The lecture's time begins when its presenter leaves the cover. Slidev waits
 * for a click on a button that shows only under the mouse.
 */
export function startTimerWithLecture(): void {
  const { currentSlideNo, isPresenter, router } = useNav();
  // Until then every window counts as on the cover.
  void router.isReady().then(() =>
    watch(currentSlideNo, (no, before) => {
      const now = Date.now();
      if (!isPresenter.value || before !== 1 || no !== 2) return;
      if (!isIdle(sharedState.timer, now)) return;
      sharedState.timer = {
        status: "running",
        slides: {},
        startedAt: now,
        pausedAt: 0,
      };
    }),
  );
}
