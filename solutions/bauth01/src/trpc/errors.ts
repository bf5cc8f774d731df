import type { TRPCDefaultErrorShape, TRPCError } from "@trpc/server";
import { ZodError } from "zod";

/**
 * What the browser is told about an error, in any mode. Its SQL, parameters
 * and stack are for the server's log.
 */
export function formatError({
  shape,
  error,
}: {
  shape: TRPCDefaultErrorShape;
  error: TRPCError;
}): TRPCDefaultErrorShape {
  return { ...shape, message: messageOf(error) };
}

function messageOf({ code, cause, message }: TRPCError): string {
  if (cause instanceof ZodError) return cause.issues[0]!.message;
  return sentences[code] ?? message;
}

/** In place of what tRPC says by itself, or of what the database said. */
const sentences: Partial<Record<TRPCError["code"], string>> = {
  BAD_REQUEST: "Сервер не понял запрос.",
  PARSE_ERROR: "Сервер не понял запрос.",
  UNAUTHORIZED: "Войдите, чтобы продолжить.",
  INTERNAL_SERVER_ERROR:
    "На сервере произошла ошибка. Подробности — в терминале, где он запущен.",
};
