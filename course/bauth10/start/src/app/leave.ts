import { post, type Refusal } from "./post";

/**
 * Signs out and leaves the pages of the session that was.
 * @returns null when the session is over, or why it is not
 */
export async function leave(): Promise<Refusal | null> {
  const refusal = await post("/api/sign-out", {});
  // TODO: сервер согласился (refusal === null) — сессии больше нет, а её
  // заметки ещё на экране и в памяти router. Откройте "/" с полной загрузкой:
  // location.replace. Сервер отказал — оставайтесь на странице.
  return refusal;
}
