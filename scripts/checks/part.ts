/** What a part of `npm test` comes to. */
export type Outcome =
  | { passed: number; failed: number; skipped?: number }
  /** It cannot run here; why, in one line of Russian. */
  | { impossible: string };

/** One of the things that `npm test` proves. */
export interface Part {
  /** What it proves, in Russian. */
  title: string;
  /** Does the same alone, so that a failure can be looked at. */
  command: string;
  /**
   * Shows its own progress on the terminal.
   *
   * @param stop ends it early
   * @throws when it breaks off; that counts as one failure
   */
  run(stop: AbortSignal): Promise<Outcome>;
}
