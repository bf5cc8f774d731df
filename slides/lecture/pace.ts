/**
 * How far the lecture is from its plan. Anywhere within the minutes of the
 * slide that is shown, it keeps to it.
 *
 * @param elapsed minutes since the start
 * @param slide minutes planned for what comes before it, and for itself
 */
export function pace(
  elapsed: number,
  slide: { before: number; minutes: number },
): string {
  const late = Math.round(elapsed - slide.before - slide.minutes);
  const early = Math.round(slide.before - elapsed);
  if (late > 0) return `отстаём на ${late} мин`;
  if (early > 0) return `впереди на ${early} мин`;
  return "по плану";
}

/** Longer than this ago, another lecture was started. */
const forgottenAfter = 3 * 60 * 60 * 1000;

/**
 * Slidev's timer, as far as the pace goes by it.
 *
 * @see https://sli.dev/features/timer
 */
export type Timer = {
  status: "stopped" | "running" | "paused";
  /** In milliseconds since 1970. */
  startedAt: number;
};

/** Whether a timer has to be started with a lecture that begins now. */
export function isIdle(
  { status, startedAt }: Timer,
  now: number,
): boolean {
  return status === "stopped" || now - startedAt > forgottenAfter;
}
