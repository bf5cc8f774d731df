/** A countdown that is either running to a moment or standing still. */
export type Countdown = {
  /** Milliseconds left while it stands still. */
  left: number;
  /** When it runs out, in milliseconds since 1970; null while it stands. */
  endsAt: number | null;
};

/** Longer than this after it was touched last, it belongs to another day. */
const forgottenAfter = 3 * 60 * 60 * 1000;

/** Milliseconds that a countdown has left at a moment; negative once over. */
export function leftAt({ left, endsAt }: Countdown, now: number): number {
  return endsAt === null ? left : endsAt - now;
}

/** Starts a countdown that stands and stops one that runs. */
export function toggled(countdown: Countdown, now: number): Countdown {
  const left = leftAt(countdown, now);
  return countdown.endsAt === null
    ? { left, endsAt: now + left }
    : { left, endsAt: null };
}

/** Gives a countdown more time, whether it runs or stands. */
export function extended(
  { left, endsAt }: Countdown,
  by: number,
): Countdown {
  return { left: left + by, endsAt: endsAt === null ? null : endsAt + by };
}

/** Minutes and seconds, with a minus once the time is over. */
export function clock(left: number): string {
  const seconds = Math.ceil(left / 1000);
  const rest = String(Math.abs(seconds) % 60).padStart(2, "0");
  const minutes = Math.trunc(Math.abs(seconds) / 60);
  return `${seconds < 0 ? "−" : ""}${minutes}:${rest}`;
}

/**
 * Reads a countdown that was kept: it goes on after leaving the slide and
 * after a reload, and the windows of the deck hand it to each other.
 *
 * @param kept what `keep` returned; null where nothing is kept
 */
export function recall(
  kept: string | null,
  now: number,
): Countdown | undefined {
  if (kept === null) return undefined;
  const { touchedAt, ...countdown } = JSON.parse(kept) as Countdown & {
    touchedAt: number;
  };
  return now - touchedAt < forgottenAfter ? countdown : undefined;
}

/** What `recall` reads. */
export function keep(countdown: Countdown, now: number): string {
  return JSON.stringify({ ...countdown, touchedAt: now });
}
