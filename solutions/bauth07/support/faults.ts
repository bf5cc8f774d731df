/** An exception as it travels from the tests' thread to the report. */
export type Exception = {
  name?: string;
  message: string;
  stack?: string;
  code?: string;
  cause?: Exception;
};

/** How an exception is called that is no Error: it has no stack. */
export const NOT_AN_ERROR = "NotAnError";

/** So many are kept for a test; whoever throws more repeats themself. */
const ENOUGH = 30;

// Test files share one process, but each loads this module anew.
const globals = globalThis as { thrown?: Error[] };

/** What the application threw since the current test began, oldest first. */
export function thrownInTest(): Error[] {
  return (globals.thrown ??= []);
}

/** Writes down what the application threw. @returns it as an Error */
export function remember(thrown: unknown): Error {
  const error = asError(thrown);
  const all = thrownInTest();
  if (!all.includes(error) && all.length < ENOUGH) all.push(error);
  return error;
}

/** JavaScript lets anything be thrown: null, a sentence, `{ code }`. */
function asError(thrown: unknown): Error {
  if (thrown instanceof Error) return thrown;
  return Object.assign(new Error(textOf(thrown)), {
    name: NOT_AN_ERROR,
    stack: "",
  });
}

/** What was thrown, in a few words. */
export function textOf(thrown: unknown): string {
  if (thrown instanceof Error) return thrown.message;
  if (typeof thrown !== "object" || thrown === null) return `${thrown}`;
  const { message } = thrown as { message?: unknown };
  if (typeof message === "string") return message;
  try {
    return JSON.stringify(thrown);
  } catch {
    return Object.prototype.toString.call(thrown);
  }
}

/** Copies the parts of an error that reach the report, down its causes. */
export function asException(error: unknown, depth = 0): Exception {
  const { name, stack, code, cause } = Object(error) as Exception;
  const isError = typeof stack === "string";
  return {
    name: isError && typeof name === "string" ? name : NOT_AN_ERROR,
    message: textOf(error),
    stack: isError ? stack : "",
    code: typeof code === "string" ? code : undefined,
    cause: cause && depth < 5 ? asException(cause, depth + 1) : undefined,
  };
}
