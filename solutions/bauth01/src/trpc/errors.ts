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
  if (code === "BAD_REQUEST") return "Сервер не понял запрос.";
  if (code === "INTERNAL_SERVER_ERROR") {
    return "На сервере произошла ошибка. Подробности — в терминале, где он запущен.";
  }
  return message;
}
