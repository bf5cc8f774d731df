import { configs } from "@slidev/client";
import { tellStatesInOrder } from "../lecture/in-order.ts";
import {
  releaseFocusAfterClick,
  understandRussianLayout,
} from "../lecture/keys.ts";
import { offerRoomForNotes } from "../lecture/presenter-screen.ts";

/** Runs before anything of the deck is on the screen. */
export default () => {
  // Viewers see the strokes, not the toolbar, which the browser would open in
  // each of its windows.
  configs.drawings.presenterOnly = true;
  tellStatesInOrder();
  offerRoomForNotes();
  releaseFocusAfterClick();
  understandRussianLayout();
};
