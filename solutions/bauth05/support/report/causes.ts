import type { Exception } from "../faults.ts";
import type { Failure } from "./failures.ts";
import { placesOf, type Place } from "./place.ts";
import {
  hintIn,
  meaningOf,
  plain,
  readable,
  type Meaning,
} from "./russian.ts";

/** One fault, and all that fails because of it. */
export type Cause = {
  failures: Failure[];
  /** The one that tells most about it. */
  head: Failure;
  /** Where an exception is the cause. */
  meaning?: Meaning;
  exception?: Exception;
};

/** So many tests do not stumble over the same refusal by chance. */
const MANY = 3;

/**
 * Groups what failed by why it failed.
 * @param step id of the step in work, whose tests know best
 */
export function causesOf(failures: Failure[], step: string): Cause[] {
  const groups = new Map<string, Failure[]>();
  const crashes = failures.flatMap(({ exception }) =>
    exception ? [keyOf(exception)] : [],
  );
  for (const failure of failures) {
    const { exception, lesson } = failure;
    const key =
      (exception && keyOf(exception)) ??
      hintIn(lesson?.found ?? "") ??
      sameAsOthers(failure, crashes) ??
      JSON.stringify([lesson?.file, lesson?.why, bare(lesson?.found)]);
    groups.set(key, [...(groups.get(key) ?? []), failure]);
  }
  return [...groups.values()].map((group) => toCause(group, step));
}

/** Source maps know statements; the compiler knows the very line. */
const NEAR = 3;

/**
 * Moves a cause to the line near it with which the compiler is not content:
 * what one function gets wrong, another may stumble over.
 */
export function withExactLine(cause: Cause, types: Place[]): Cause {
  const { meaning, exception, head } = cause;
  if (!meaning || !exception || meaning.isExact) return cause;
  const way = meaning.place
    ? [meaning.place, ...placesOf(exception)]
    : placesOf(exception);
  const exact =
    types.find((type) =>
      way.some(
        ({ file, line }) =>
          file === type.file &&
          (line === 0 || Math.abs(line - type.line) <= NEAR),
      ),
    ) ??
    (meaning.place
      ? undefined
      : types.find(({ file }) => file === head.lesson?.file));
  return exact
    ? { ...cause, meaning: { ...meaning, place: exact } }
    : cause;
}

/** Whether this is a crash to begin with, not an answer to think about. */
export function isCrash({ meaning, head, failures }: Cause): boolean {
  if (!meaning) return false;
  return meaning.isSlip || !head.lesson || failures.length >= MANY;
}

/** How many tests hang on it. */
export function weightOf({ failures }: Cause): number {
  return failures.reduce((sum, { tests }) => sum + tests, 0);
}

function toCause(failures: Failure[], step: string): Cause {
  const own = failures.filter((one) => one.step.id === step);
  const head = mostHelpful(own.length > 0 ? own : failures);
  const exceptions = [
    ...failures.flatMap(({ exception }) => exception ?? []),
    ...failures
      .map(({ lesson }) => ({ message: lesson?.found ?? "" }))
      .filter(({ message }) => hintIn(message)),
  ];
  const meanings = exceptions.map(meaningOf);
  const at = Math.max(
    meanings.findIndex(({ place }) => place),
    0,
  );
  return {
    failures,
    head,
    meaning: meanings[at],
    exception: exceptions[at],
  };
}

/** A reason that many tests give is a special help; else the first test. */
function mostHelpful(failures: Failure[]): Failure {
  const votes = new Map<string, number>();
  for (const { lesson } of failures) {
    if (lesson) votes.set(lesson.why, (votes.get(lesson.why) ?? 0) + 1);
  }
  const [[why, most] = ["", 0]] = [...votes].sort((a, b) => b[1] - a[1]);
  return (
    (most > 1 && failures.find(({ lesson }) => lesson?.why === why)) ||
    failures[0]!
  );
}

/** A test that did not name what the application threw, as others did. */
function sameAsOthers(
  { thrown, lesson }: Failure,
  crashes: string[],
): string | undefined {
  const keys = thrown.map(keyOf);
  return crashes.find(
    (key) => keys.includes(key) || bare(lesson?.found).includes(key),
  );
}

/** The same for exceptions of one origin, whatever row they were about. */
function keyOf({ message, cause }: Exception): string {
  const hint = hintIn(message);
  if (hint) return hint;
  const said =
    message.startsWith("Failed query") && cause ? cause : { message };
  return bare(readable(plain(said.message)));
}

function bare(text = ""): string {
  return text.replace(/[\da-f]{8}-[\da-f-]{27}|\d+/g, "#");
}
