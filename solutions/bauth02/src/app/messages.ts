import { TRPCClientError } from "@trpc/client";
import type { AppRouter } from "../trpc/router";

/** The request did not reach a server. */
export const UNREACHABLE =
  "Сервер не отвечает. Проверьте, что он запущен, и попробуйте ещё раз.";

/** The server threw something; only its log knows what. */
export const FAULT =
  "На сервере произошла ошибка. Подробности — в терминале, где он запущен.";

const messages: Record<string, string> = {
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
export function messageFor(error: unknown): string {
  const code = codeOf(error);
  return code ? (messages[code] ?? FAULT) : UNREACHABLE;
}
