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
