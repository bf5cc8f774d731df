import { presenterLayout } from "@slidev/client/state/storage.ts";

/** Set once the layout below was offered: from then on the choice is kept. */
const offered = "deck-presenter-layout-offered";

/**
 * Offers the presenter's screen in which a whole note can be read: the note in
 * a column on the left, the slide above the next one on the right. Slidev's
 * first layout shows a few lines of it.
 *
 * Who has chosen something else, now or later, keeps it. Whether a stored 1
 * was chosen nobody can tell: Slidev stores it by itself.
 *
 * @see https://sli.dev/guide/ui#presenter-mode
 */
export function offerRoomForNotes(): void {
  if (localStorage.getItem(offered)) return;
  localStorage.setItem(offered, "yes");
  if (presenterLayout.value === 1) presenterLayout.value = 2;
  const sizes = {
    "slidev-presenter-notes-width": Math.round(innerWidth * 0.4),
    "slidev-presenter-notes-row-size": Math.round(innerHeight * 0.62),
  };
  for (const [key, pixels] of Object.entries(sizes))
    if (!localStorage.getItem(key))
      localStorage.setItem(key, String(pixels));
}
