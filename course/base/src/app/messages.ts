import { TRPCClientError } from "@trpc/client";
import type { AppRouter } from "../trpc/router";

/** The request did not reach a server. */
export const UNREACHABLE =
  "Сервер не отвечает. Проверьте, что он запущен, и попробуйте ещё раз.";

/** The server threw something; only its log knows what. */
export const FAULT =
  "На сервере произошла ошибка. Подробности — в терминале, где он запущен.";

/** @returns tRPC's code for an error; undefined when no server answered */
export function codeOf(error: unknown): string | undefined {
  return error instanceof TRPCClientError
    ? (error as TRPCClientError<AppRouter>).data?.code
    : undefined;
}

/** @returns what to tell a person about an error of a tRPC call */
export function messageFor(error: unknown): string {
  // A server that answers says it in Russian: see src/trpc/errors.ts.
  return codeOf(error) ? (error as Error).message : UNREACHABLE;
}
