import { describe, test } from "vitest";
import { restartedWith } from "./support/environment.ts";
import { expectThat } from "./support/lesson.ts";
import { Visitor } from "./support/visitor.ts";

const AUTH = "src/auth/auth.ts";
const ROUTE = "src/app/api/auth/[...all]/route.ts";

const importAuth = () => import("../src/auth/auth");

/** What importing the auth module says under these settings. */
function startError(settings: Record<string, string | undefined>) {
  return restartedWith(settings, () =>
    importAuth().then(
      () => undefined,
      (error: Error) => error.message,
    ),
  );
}

describe("bauth01", () => {
  test("GET /api/auth/ok отвечает: обработчик стоит на своём адресе", async () => {
    const answer = await new Visitor().get("/api/auth/ok");
    expectThat(answer.status === 200 && answer.json?.ok === true, {
      found: answer.found,
      why: "Better Auth принимает запросы под /api/auth. Если обработчик не подключён или стоит на другом адресе, ни вход, ни регистрация до него не дойдут.",
      file: ROUTE,
    });
  });

  test("POST тоже доходит до обработчика auth", async () => {
    const answer = await new Visitor().post("/api/auth/sign-out", {});
    expectThat(answer.status === 200, {
      found: answer.found,
      why: "Всё, что меняет состояние (регистрация, вход, выход), приходит методом POST. Файл route.ts должен экспортировать и GET, и POST.",
      file: ROUTE,
    });
  });

  test("вход по e-mail и паролю включён", async () => {
    const answer = await new Visitor().post("/api/auth/sign-in/email", {
      email: "nobody@example.com",
      password: "wrong-password",
    });
    expectThat(answer.status === 401, {
      found: answer.found,
      why: "Незнакомому посетителю auth обязан ответить 401: данные не подошли. Любой другой ответ означает, что вход по e-mail и паролю выключен или недоступен.",
      file: AUTH,
    });
  });

  test("секрет берётся из окружения", async () => {
    const secret = "another-secret-of-more-than-32-characters";
    const used = await restartedWith(
      { BETTER_AUTH_SECRET: secret },
      async () => {
        const { auth } = await importAuth();
        return (await auth.$context).secret;
      },
    );
    expectThat(used === secret, {
      found: "auth подписывает cookie не тем секретом, что задан в BETTER_AUTH_SECRET",
      why: "Секрет в коде виден каждому, у кого есть репозиторий, и один на все серверы: с ним можно подделать cookie любого пользователя.",
      file: AUTH,
    });
  });

  test("адрес приложения берётся из окружения", async () => {
    const url = "https://notes.example";
    const used = await restartedWith({ BETTER_AUTH_URL: url }, async () => {
      const { auth } = await importAuth();
      return (await auth.$context).baseURL;
    });
    expectThat(used === `${url}/api/auth`, {
      found: `auth считает своим адресом «${used}», хотя BETTER_AUTH_URL = ${url}`,
      why: "По адресу приложения auth решает, чьи запросы свои, а чьи чужие, и нужна ли cookie пометка Secure. На каждом сервере он свой.",
      file: AUTH,
    });
  });

  for (const name of ["BETTER_AUTH_SECRET", "BETTER_AUTH_URL"]) {
    test(`без ${name} приложение не стартует и говорит почему`, async () => {
      const message = await startError({ [name]: undefined });
      expectThat(message?.includes(name) === true, {
        found: message
          ? `ошибка без имени переменной: «${message}»`
          : "модуль auth загрузился как ни в чём не бывало",
        why: "Better Auth без настроек молча берёт значения по умолчанию. Ошибка при старте дешевле, чем сервер, который неделю подписывал cookie всем известным секретом.",
        file: AUTH,
      });
    });
  }
});
