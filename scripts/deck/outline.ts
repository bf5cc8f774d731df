/** A slide that the lecture has to have. */
export type OutlineSlide = {
  /** As it stands on the slide. */
  title: string;
  /** The lab whose badge it wears, such as "bauth04". */
  lab?: string;
};

/**
 * The lecture's slides, in order. One that is too full may go on over further
 * slides with the same title.
 */
export const outline: OutlineSlide[] = [
  { title: "Better Auth в Next.js" },
  { title: "Цель лекции" },
  { title: "Почему auth — это не форма логина" },
  { title: "Auth — это инфраструктура" },
  { title: "Что делает auth" },
  { title: "Stateful vs Stateless" },
  { title: "Session vs JWT" },
  { title: "Почему session в нашем курсе" },
  { title: "Cookie vs localStorage" },
  { title: "Модель угроз" },
  { title: "XSS (концептуально)" },
  { title: "CSRF (концептуально)" },
  { title: "Session hijacking" },
  { title: "Итог модели угроз" },
  { title: "Архитектура приложения" },
  { title: "Где появляется auth?" },
  { title: "Auth как cross-cutting слой" },
  { title: "Важное правило" },
  { title: "Инициализация Better Auth", lab: "bauth01" },
  { title: "Интеграция с PostgreSQL", lab: "bauth02" },
  { title: "Таблица users", lab: "bauth03" },
  { title: "Таблица sessions", lab: "bauth03" },
  { title: "Связь users и sessions" },
  { title: "Регистрация пользователя", lab: "bauth04" },
  { title: "Login и создание session", lab: "bauth05" },
  { title: "Session lifecycle" },
  { title: "Что при каждом запросе" },
  { title: "Получение session", lab: "bauth06" },
  { title: "Передача user в context", lab: "bauth07" },
  { title: "Почему через DI?" },
  { title: "Session expiration", lab: "bauth08" },
  { title: "Logout", lab: "bauth09" },
  { title: "Полный lifecycle аутентификации", lab: "bauth10" },
  { title: "Архитектурный инвариант" },
  { title: "Что должно быть понятно" },
  { title: "Summary" },
];
