import { describe, test } from "vitest";
import { restartedWith } from "../support/app.ts";
import { expectThat } from "../support/lesson.ts";
import { HttpClient, type Answer } from "../support/http-client.ts";

const AUTH = "src/auth/auth.ts";
const ROUTE = "src/app/api/auth/[...all]/route.ts";

const importAuth = () => import("../src/auth/auth");

/** A module may throw anything, a bare string too. */
const textOf = (thrown: unknown) =>
  thrown instanceof Error ? thrown.message : `${thrown}`;

/** What importing the auth module says under these settings. */
function startError(settings: Record<string, string | undefined>) {
  return restartedWith(settings, () =>
    importAuth().then(() => undefined, textOf),
  );
}

/** The student's auth. @throws Lesson when its module does not load */
async function loadedAuth() {
  const { module, problem } = await importAuth().then(
    (module) => ({ module, problem: "модуль не экспортирует auth" }),
    (thrown) => ({
      module: undefined,
      problem: `модуль auth не загрузился, исключение «${textOf(thrown)}»`,
    }),
  );
  expectThat(module?.auth !== undefined, {
    found: problem,
    why: "Кроме BETTER_AUTH_SECRET и BETTER_AUTH_URL, модулю auth для запуска ничего не нужно. Остальное приложение берёт из него auth по имени.",
    file: AUTH,
  });
  return module.auth;
}

/** What auth has made of these settings. */
function contextUnder(settings: Record<string, string>) {
  return restartedWith(
    settings,
    async () => (await loadedAuth()).$context,
  );
}

/** A request that reached no handler is a matter of the route, not of auth. */
const notMounted = ({ status }: Answer) =>
  status === 404 || status === 405;

describe("bauth01", () => {
  test("GET /api/auth/ok отвечает: обработчик стоит на своём адресе", async () => {
    const answer = await new HttpClient().get("/api/auth/ok");
    expectThat(answer.status === 200 && answer.json?.ok === true, {
      found: answer.found,
      why: "Better Auth принимает запросы под /api/auth. 404 — по этому адресу никого нет; 405 — файл есть, но не экспортирует GET. Ни вход, ни регистрация сюда не дойдут.",
      file: ROUTE,
    });
  });

  test("POST тоже доходит до обработчика auth", async () => {
    const answer = await new HttpClient().post("/api/auth/sign-out", {});
    expectThat(answer.status === 200, {
      found: answer.found,
      why: "Всё, что меняет состояние (регистрация, вход, выход), приходит методом POST. Файл route.ts должен экспортировать и GET, и POST.",
      file: ROUTE,
    });
  });

  test("запросы обслуживает именно auth из src/auth/auth.ts", async () => {
    // A reload, so that the route takes the very auth that is watched here.
    const { served, answer } = await restartedWith({}, async () => {
      const auth = await loadedAuth();
      const handler = auth.handler;
      let served = 0;
      auth.handler = (request) => {
        served += 1;
        return handler(request);
      };
      const answer = await new HttpClient().get("/api/auth/get-session");
      return { served, answer };
    });
    expectThat(served === 1, {
      found: `${answer.found}; обработчик auth из src/auth/auth.ts вызван раз: ${served}`,
      why: "Auth — один модуль на всё приложение. Второй betterAuth({ … }) или ответ, написанный руками, живёт со своими настройками, и они расходятся.",
      file: ROUTE,
    });
  });

  test("секрет берётся из окружения", async () => {
    const secret = "another-secret-of-more-than-32-characters";
    const context = await contextUnder({ BETTER_AUTH_SECRET: secret });
    expectThat(context.secret === secret, {
      found:
        "auth подписывает cookie не тем секретом, что задан в BETTER_AUTH_SECRET",
      why: "Секрет в коде виден каждому, у кого есть репозиторий, и один на все серверы: с ним можно подделать cookie любого пользователя.",
      file: AUTH,
    });
  });

  test("адрес приложения берётся из окружения", async () => {
    const url = "https://notes.example";
    const context = await contextUnder({ BETTER_AUTH_URL: url });
    expectThat(context.baseURL === `${url}/api/auth`, {
      found: `auth считает своим адресом «${context.baseURL}», хотя BETTER_AUTH_URL = ${url}`,
      why: "По адресу приложения auth решает, чьи запросы свои, а чьи чужие, и нужна ли cookie пометка Secure. На каждом сервере он свой.",
      file: AUTH,
    });
  });

  test("вход по e-mail и паролю включён", async () => {
    const answer = await new HttpClient().post("/api/auth/sign-in/email", {
      email: "nobody@example.com",
      password: "wrong-password",
    });
    expectThat(!notMounted(answer), {
      found: `/api/auth/sign-in/email — ${answer.found}`,
      why: "Обработчик отвечает за все адреса под /api/auth, какой бы глубины они ни были. В Next.js это папка [...all] и оба экспорта, GET и POST.",
      file: ROUTE,
    });
    expectThat(answer.status === 401, {
      found: answer.found,
      why: "Незнакомому посетителю auth обязан ответить 401: данные не подошли. Любой другой ответ означает, что вход по e-mail и паролю выключен или недоступен.",
      file: AUTH,
    });
  });

  test("зарегистрироваться по e-mail и паролю можно, а затем — войти", async () => {
    const anna = {
      name: "Анна",
      email: "anna@example.com",
      password: "correct horse battery",
    };
    const created = await new HttpClient().post(
      "/api/auth/sign-up/email",
      anna,
    );
    const opened = await new HttpClient().post(
      "/api/auth/sign-in/email",
      anna,
    );
    expectThat(created.status === 200 && opened.status === 200, {
      found: `регистрация — ${created.found}; вход — ${opened.found}`,
      why: "Включать вход без регистрации незачем: войти будет некому.",
      file: notMounted(created) ? ROUTE : AUTH,
    });
  });

  test("чужому сайту auth отказывает", async () => {
    const answer = await new HttpClient("https://evil.example").post(
      "/api/auth/sign-in/email",
      { email: "nobody@example.com", password: "wrong-password" },
      { headers: { cookie: "any=cookie" } },
    );
    expectThat(answer.status === 403, {
      found: `запрос со страницы https://evil.example — ${answer.found}`,
      why: "Браузер прикладывает cookie и к запросам с чужих страниц. Auth отличает свои по baseURL: список trustedOrigins не расширяют, а проверку не выключают.",
      file: notMounted(answer) ? ROUTE : AUTH,
    });
  });

  for (const name of ["BETTER_AUTH_SECRET", "BETTER_AUTH_URL"]) {
    test(`без ${name} приложение не стартует и говорит почему`, async () => {
      for (const [state, value] of [
        ["не задана", undefined],
        ["пуста", ""],
      ] as const) {
        const message = await startError({ [name]: value });
        expectThat(message?.includes(name) === true, {
          found: message
            ? `переменная ${state}, а в ошибке нет её имени, исключение «${message}»`
            : `переменная ${state}, а модуль auth загрузился как ни в чём не бывало`,
          why: "Better Auth без настроек молча берёт значения по умолчанию. Ошибка при старте дешевле, чем сервер, который неделю подписывал cookie всем известным секретом.",
          file: AUTH,
        });
      }
    });
  }
});
