/**
 * How long a slide takes by the plan of the lecture, which its note begins
 * with: «⏱ 2 мин.», «⏱ 0,5 мин.».
 *
 * @param note text of the speaker's note; undefined on the published site
 * @returns minutes; 0 for what is done at home
 */
export function planned(note: string | undefined): number {
  const [, minutes = "0"] = /⏱ (\d+(?:,\d+)?) мин/.exec(note ?? "") ?? [];
  return Number(minutes.replace(",", "."));
}

/** Words that a lecturer says in a minute and a room can follow. */
const wordsAMinute = 110;
/** Minutes for the eye to find what a click has brought. */
const click = 0.05;
/** Minutes until a question to the room has its answer. */
const question = 0.75;
/** Minutes that the room wants to guess before a model is touched. */
const model = 1;

/**
 * How long a person needs for a slide, counted from what its note asks for.
 *
 * @param note text of the speaker's note
 * @param hasModel the slide has something to try
 * @returns minutes
 */
export function needed(note: string, hasModel: boolean): number {
  const said = note
    .replace(/⏱[^.]*\./, "")
    .replace(/^Источник:.*$/gm, "")
    .replaceAll("[click]", "");
  const words = said.match(/[\p{L}\d]+(?:[-.@:/][\p{L}\d]+)*/gu) ?? [];
  const times = (part: string) => note.split(part).length - 1;
  return (
    words.length / wordsAMinute +
    times("[click]") * click +
    times("Вопрос залу") * question +
    (hasModel ? model : 0)
  );
}
