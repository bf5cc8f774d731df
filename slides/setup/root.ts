import { forgetCursor } from "../lecture/cursor.ts";
import { followPresenter } from "../lecture/following.ts";
import { startTimerWithLecture } from "../lecture/timer.ts";

/** What goes on between the windows of a lecture. */
export default () => {
  followPresenter();
  forgetCursor();
  startTimerWithLecture();
};
