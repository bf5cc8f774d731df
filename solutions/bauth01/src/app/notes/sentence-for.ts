import { TRPCClientError } from "@trpc/client";
import type { AppRouter } from "../../trpc/router";
import { FAULT, UNREACHABLE } from "../sentences";

const sentences: Record<string, string> = {
  BAD_REQUEST:
    "В заметке должно быть от 1 до 500 символов, не только пробелы.",
  NOT_FOUND: "Такой заметки уже нет.",
};

/** @returns tRPC's code for an error; undefined when no server answered */
export function codeOf(error: unknown): string | undefined {
  return error instanceof TRPCClientError
    ? (error as TRPCClientError<AppRouter>).data?.code
    : undefined;
}

/** @returns what to tell a person about an error of a tRPC call */
export function sentenceFor(error: unknown): string {
  const code = codeOf(error);
  return code ? (sentences[code] ?? FAULT) : UNREACHABLE;
}
