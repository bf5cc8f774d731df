// TODO: отдайте запросы этой папки обработчику auth. Адаптер для Next.js —
// toNextJsHandler из "better-auth/next-js"; нужны методы GET и POST.
export {};
