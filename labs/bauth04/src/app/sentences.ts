/** The request did not reach a server. */
export const UNREACHABLE =
  "Сервер не отвечает. Проверьте, что он запущен, и попробуйте ещё раз.";

/** The server threw something; only its log knows what. */
export const FAULT =
  "На сервере произошла ошибка. Подробности — в терминале, где он запущен.";
