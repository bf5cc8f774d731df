import type { BetterAuthOptions, BetterAuthPlugin } from "better-auth";
import { describe, test } from "vitest";
import { restartedWith } from "../support/app.ts";
import { leakTests } from "../support/leaks.ts";
import { expectThat } from "../support/lesson.ts";
import { HttpClient, type Answer } from "../support/http-client.ts";
import { foreignOrigins, SITE } from "../support/origins.ts";
import { MODES, startError } from "../support/start.ts";
import { textOf } from "../support/faults.ts";

const AUTH = "src/auth/auth.ts";
const ADVANCED = "src/auth/advanced.ts";
const ROUTE = "src/app/api/auth/[...all]/route.ts";
const CONFIG = "next.config.ts";

/** Settings that look like ours and are not. */
const LOOK_ALIKES = Object.fromEntries(
  [
    "AUTH_SECRET",
    "NEXTAUTH_SECRET",
    "SECRET",
    "NEXT_PUBLIC_AUTH_SECRET",
    "NEXT_PUBLIC_BETTER_AUTH_SECRET",
  ].map((name) => [name, "a-look-alike-of-more-than-32-characters"]),
);

/** What reaches the handler of auth when a route forwards it as it came. */
type Received = {
  method: string;
  address: string;
  headers: Headers;
  body: string;
};

const anna = {
  name: "Анна",
  email: "anna@example.com",
  password: "correct horse battery",
};

/** The files that answer under /api/auth, in a group of routes or not. */
const routes = import.meta.glob<Record<string, unknown>>(
  "../src/app/**/api/auth/**/route.{ts,tsx,js,jsx}",
);

const importAuth = () => import("../src/auth/auth");

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

/**
 * Lets the student's auth itself say the same to every request for as long as
 * `run` takes, whichever way requests come to it. The application is loaded
 * anew, so that its routes take the very auth that is watched here.
 * @returns the requests that have come to it, and what `run` has got
 * @see https://www.better-auth.com/docs/concepts/plugins#on-request--on-response
 */
function whileAuthSays(
  answer: () => Response,
  run: () => Promise<Answer[]>,
): Promise<{ received: Received[]; answers: Answer[] }> {
  return restartedWith({}, async () => {
    const { options }: { options: BetterAuthOptions } = await (
      await loadedAuth()
    ).$context;
    const received: Received[] = [];
    const observer: BetterAuthPlugin = {
      id: "observer",
      async onRequest(request) {
        received.push({
          method: request.method,
          address: request.url,
          headers: request.headers,
          body: await request.clone().text(),
        });
        return { response: answer() };
      },
    };
    (options.plugins as BetterAuthPlugin[]).push(observer);
    return { received, answers: await run() };
  });
}

/** A request that reached no handler is a matter of the route, not of auth. */
const notMounted = ({ status }: Answer) =>
  status === 404 || status === 405;

/** The route handed the request on, and auth itself could not cope with it. */
const fileOf = (...answers: Answer[]) =>
  answers.some(({ status }) => status === 500) ? AUTH : ROUTE;

/** Whoever limits the number of attempts may say so instead of 403. */
const isRefusal = ({ status }: Answer) => status === 403 || status === 429;

/** A request that asks auth to change something for a visitor with a cookie. */
function askedFrom(headers: Record<string, string>): Promise<Answer> {
  return new HttpClient().post(
    "/api/auth/revoke-sessions",
    {},
    { headers: { cookie: "any=cookie", ...headers } },
  );
}

/** The addresses at which auth changes something, and nothing is read. */
async function addressesOfChange(): Promise<string[]> {
  const { api } = await loadedAuth();
  // From step 9 on, the way out has a route, and tests, of its own.
  const isElsewhere = Object.keys(routes).some((file) =>
    file.includes("/sign-out/"),
  );
  return Object.values(api)
    .filter(({ options }) => options.method === "POST")
    .flatMap(({ path }) => (path ? [`/api/auth${path}`] : []))
    .filter((address) => !isElsewhere || !address.endsWith("/sign-out"));
}

describe("bauth01", () => {
  test("GET /api/auth/ok отвечает: обработчик стоит на своём адресе", async () => {
    const answer = await new HttpClient().get("/api/auth/ok");
    expectThat(answer.status === 200 && answer.json?.ok === true, {
      found: answer.found,
      why: "Better Auth принимает запросы под /api/auth. 404 — по этому адресу никого нет; 405 — файл есть, но не экспортирует GET. Ни вход, ни регистрация сюда не дойдут.",
      file: fileOf(answer),
    });
  });

  test("POST тоже доходит до обработчика auth", async () => {
    const answer = await new HttpClient().post("/api/auth/sign-out", {});
    expectThat(answer.status === 200 || answer.status === 204, {
      found: answer.found,
      why: "Всё, что меняет состояние (регистрация, вход, выход), приходит методом POST. Файл route.ts должен экспортировать и GET, и POST.",
      file: fileOf(answer),
    });
  });

  test("запросы обслуживает именно auth из src/auth/auth.ts", async () => {
    const client = new HttpClient();
    const { received, answers } = await whileAuthSays(
      () => Response.json({}),
      async () => [
        await client.get("/api/auth/get-session"),
        await client.post("/api/auth/any/depth", {}),
      ],
    );
    const found = answers.map((answer) => answer.found).join("; POST — ");
    expectThat(received.length === 2, {
      found: `GET — ${found}; до auth из src/auth/auth.ts из двух запросов дошло: ${received.length}`,
      why: "Auth — один модуль на всё приложение. Второй betterAuth({ … }) или ответ, написанный руками, живёт со своими настройками, и они расходятся.",
      file: fileOf(...answers),
    });
  });

  test("запрос доходит до auth целиком: адрес, заголовки, тело", async () => {
    const address = "/api/auth/any/depth?token=a%20b&callbackURL=/";
    const headers = {
      cookie: "any=cookie",
      "user-agent": "Test/1.0",
      "x-forwarded-host": "evil.example",
    };
    const body = { text: "тело" };
    const { received, answers } = await whileAuthSays(
      () => Response.json({}),
      async () => [
        await new HttpClient().post(address, body, { headers }),
      ],
    );
    const [request] = received;
    const differs = Object.entries({
      метод: request?.method === "POST",
      адрес: request?.address === `${process.env.APP_ORIGIN}${address}`,
      Cookie: request?.headers.get("cookie") === headers.cookie,
      Origin:
        request?.headers.get("origin") === process.env.BETTER_AUTH_URL,
      "User-Agent":
        request?.headers.get("user-agent") === headers["user-agent"],
      тело: request?.body === JSON.stringify(body),
    }).find(([, isSame]) => !isSame);
    expectThat(request !== undefined && differs === undefined, {
      found: request
        ? `до auth дошло не то, что отправил браузер: ${differs?.[0]}`
        : `POST — ${answers[0]?.found}; до auth из src/auth/auth.ts запрос не дошёл`,
      why: "По cookie auth узнаёт посетителя, по Origin — чужую страницу, из адреса и тела берёт данные. Запрос отдают обработчику таким, каким он пришёл.",
      file: fileOf(...answers),
    });
  });

  test("ответ auth доходит до браузера целиком: статус, cookie, тело", async () => {
    const cookies = [
      "one=1; Path=/; HttpOnly; SameSite=Lax",
      "two=2; Path=/; HttpOnly; SameSite=Lax",
    ];
    const said = { code: "TOO_MANY", message: "Подождите" };
    const { received, answers } = await whileAuthSays(
      () => {
        const headers = new Headers({ "retry-after": "7" });
        for (const line of cookies) headers.append("set-cookie", line);
        return Response.json(said, { status: 429, headers });
      },
      async () => [await new HttpClient().post("/api/auth/any/depth", {})],
    );
    const [answer] = answers;
    const differs = Object.entries({
      статус: answer?.status === 429,
      "Retry-After": answer?.headers.get("retry-after") === "7",
      "Set-Cookie": answer?.cookies.join("\n") === cookies.join("\n"),
      тело: JSON.stringify(answer?.json) === JSON.stringify(said),
    }).find(([, isSame]) => !isSame);
    expectThat(received.length === 1 && differs === undefined, {
      found:
        received.length === 1
          ? `auth ответил одно, а браузер получил другое: ${differs?.[0]}`
          : `POST — ${answer?.found}; до auth из src/auth/auth.ts запрос не дошёл`,
      why: "Статус говорит странице, удалось ли дело, а cookie — это и есть вход: ответ, собранный заново, их теряет. Ответ auth отдают таким, каким он пришёл.",
      file: fileOf(...answers),
    });
  });

  test("ответы auth не заготовлены заранее, и отвечает Node.js", async () => {
    for (const [path, load] of Object.entries(routes)) {
      const { dynamic, revalidate, runtime } = await load();
      const setting = [
        (dynamic === "force-static" || dynamic === "error") && { dynamic },
        typeof revalidate === "number" && revalidate > 0 && { revalidate },
        /edge/.test(String(runtime)) && { runtime },
      ].find(Boolean);
      expectThat(!setting, {
        found: `маршрут экспортирует ${JSON.stringify(setting)}`,
        why: "Заготовленный ответ Next.js отдаёт всем один и тот же, не читая cookie; в среде Edge нет ни соединений с PostgreSQL, ни модулей Node.js.",
        file: path.slice("../".length),
      });
    }
  });

  test("секрет берётся из окружения", async () => {
    const secret = "another-secret-of-more-than-32-characters";
    for (const NODE_ENV of MODES) {
      const context = await contextUnder({
        ...LOOK_ALIKES,
        NODE_ENV,
        BETTER_AUTH_URL: SITE,
        BETTER_AUTH_SECRET: secret,
      });
      expectThat(context.secret === secret, {
        found: `auth подписывает cookie не тем секретом, что задан в BETTER_AUTH_SECRET (NODE_ENV=${NODE_ENV})`,
        why: "Секрет в коде виден каждому, у кого есть репозиторий, и один на все серверы; из переменной NEXT_PUBLIC_… он попадёт в браузер. С секретом можно подделать cookie любого пользователя.",
        file: AUTH,
      });
    }
  });

  test("адрес приложения берётся из окружения", async () => {
    for (const NODE_ENV of MODES) {
      const answers = await restartedWith(
        { NODE_ENV, BETTER_AUTH_URL: SITE },
        async () => {
          const { baseURL } = await (await loadedAuth()).$context;
          return { baseURL, own: await askedFrom({ origin: SITE }) };
        },
      );
      expectThat(answers.own.status === 401, {
        found: `BETTER_AUTH_URL = ${SITE}, NODE_ENV=${NODE_ENV}, а странице с этого адреса — ${answers.own.found}; своим адресом auth считает «${answers.baseURL}»`,
        why: "По адресу приложения auth решает, чьи запросы свои, а чьи чужие, и нужна ли cookie пометка Secure. На каждом сервере он свой.",
        file: notMounted(answers.own) ? ROUTE : AUTH,
      });
    }
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
    const created = await new HttpClient().post(
      "/api/auth/sign-up/email",
      anna,
    );
    const client = new HttpClient();
    const opened = await client.post("/api/auth/sign-in/email", anna);
    expectThat(created.status === 200 && opened.status === 200, {
      found: `регистрация — ${created.found}; вход — ${opened.found}`,
      why: "Включать вход без регистрации незачем: войти будет некому.",
      file: notMounted(created) ? ROUTE : AUTH,
    });
    const { json, found } = await client.get("/api/auth/get-session");
    expectThat(json?.user?.email === anna.email, {
      found: `вход удался, а на вопрос, кто вошёл, — ${found}`,
      why: "Вход — это cookie, которую браузер получил и прислал назад. Потерялась она по дороге или закрыта для этого адреса — человек не вошёл.",
      file: AUTH,
    });
  });

  test("на рабочем сервере cookie закрыты и помечены Secure", async () => {
    const { authCookies } = await contextUnder({
      NODE_ENV: "production",
      BETTER_AUTH_URL: SITE,
    });
    for (const { name, attributes } of Object.values(authCookies)) {
      const { domain, httpOnly, path, sameSite, secure } = attributes;
      const missing = [
        !secure && "Secure",
        !httpOnly && "HttpOnly",
        !/^(lax|strict)$/i.test(String(sameSite)) && "SameSite=Lax",
        path !== "/" && "Path=/",
      ].filter(Boolean);
      expectThat(missing.length === 0 && !domain, {
        found: `NODE_ENV=production, BETTER_AUTH_URL = ${SITE}; у cookie ${name} ${domain ? `есть Domain=${domain}` : `нет ${missing.join(", ")}`}`,
        why: "Без Secure cookie прочтут по дороге, без HttpOnly — из скрипта, без SameSite её пришлют и с чужих страниц, а с Domain — отдадут соседним поддоменам. Auth ставит всё это сам.",
        file: ADVANCED,
      });
    }
  });

  test("адрес посетителя не берётся из заголовка, который пишет он сам", async () => {
    const forged = "203.0.113.7";
    const client = new HttpClient();
    await client.post("/api/auth/sign-up/email", anna);
    await client.post("/api/auth/sign-in/email", anna, {
      headers: {
        "x-forwarded-for": forged,
        "x-real-ip": forged,
        "x-client-ip": forged,
        "cf-connecting-ip": forged,
        "true-client-ip": forged,
        forwarded: `for=${forged}`,
      },
    });
    const { json } = await client.get("/api/auth/get-session");
    expectThat(json?.session?.ipAddress !== forged, {
      found: `посетитель сам написал x-forwarded-for: ${forged}, и auth записал этот адрес в его сессию`,
      why: "Заголовок X-Forwarded-For пришлёт кто угодно. Верят ему только там, где его ставит свой прокси: имя такого заголовка — в CLIENT_IP_HEADER.",
      file: ADVANCED,
    });
  });

  test("чужому сайту auth отказывает", async () => {
    const why =
      "Браузер прикладывает cookie и к запросам с чужих страниц. Auth отличает свои по baseURL: список trustedOrigins не расширяют, а проверку не выключают — ни на время разработки, ни для части адресов.";
    for (const NODE_ENV of MODES) {
      await restartedWith(
        { NODE_ENV, BETTER_AUTH_URL: SITE },
        async () => {
          const { trustedOrigins } = await (await loadedAuth()).$context;
          const others = trustedOrigins.filter((one) => one !== SITE);
          // One's own machine may be trusted while the site is being made.
          expectThat(others.length === 0 || NODE_ENV === "development", {
            found: `кроме ${SITE}, auth доверяет и другим: ${others.join(", ")}`,
            why,
            file: AUTH,
          });
          const APP_ORIGIN = process.env.APP_ORIGIN!;
          for (const [what, headers] of [
            ...foreignOrigins,
            ["адрес из заголовка Host", { origin: APP_ORIGIN }],
            ["страница без Origin", { origin: "" }],
            [
              "страница без Origin, с чужим Referer",
              { origin: "", referer: "https://evil.example/page" },
            ],
            [
              "страница без адреса (null), а X-Forwarded-Host наш",
              {
                origin: "null",
                "sec-fetch-site": "same-origin",
                "x-forwarded-host": new URL(SITE).host,
                "x-forwarded-proto": "https",
              },
            ],
            [
              "чужой сайт, который назван и в Referer",
              {
                origin: "https://evil.example",
                referer: "https://evil.example/page",
              },
            ],
          ] as const) {
            const answer = await askedFrom(headers);
            expectThat(isRefusal(answer), {
              found: `${what}: ${JSON.stringify(headers)}, NODE_ENV=${NODE_ENV} — ${answer.found}`,
              why,
              file: notMounted(answer) ? ROUTE : AUTH,
            });
          }
        },
      );
    }
  });

  test("чужому сайту auth отказывает по каждому адресу, где что-то меняется", async () => {
    const stranger = new HttpClient("https://evil.example");
    const addresses = await addressesOfChange();
    for (const address of addresses) {
      const withCookie = await stranger.post(
        address,
        {},
        { headers: { cookie: "any=cookie" } },
      );
      expectThat(isRefusal(withCookie), {
        found: `POST ${address} со страницы https://evil.example — ${withCookie.found}`,
        why: "Проверка нужна у каждой операции: и чужая регистрация, и чужой выход выполняются от имени того, чей браузер прислал запрос.",
        file: notMounted(withCookie) ? ROUTE : ADVANCED,
      });
      const read = await new HttpClient().get(address);
      expectThat(read.status >= 400, {
        found: `GET ${address} — ${read.found}`,
        why: "GET ничего не меняет: его повторяют кэши и заранее открывают браузеры, а чужая страница вызовет его простой картинкой.",
        file: ROUTE,
      });
    }
    for (const form of ["sign-up", "sign-in"]) {
      const answer = await stranger.post(`/api/auth/${form}/email`, anna);
      expectThat(isRefusal(answer), {
        found: `POST /api/auth/${form}/email со страницы https://evil.example, ещё без cookie — ${answer.found}`,
        why: "Чужая страница может и зарегистрировать, и ввести человека под своей учётной записью: cookie для этого не нужна.",
        file: ADVANCED,
      });
    }
  });

  test("чужая страница не получает разрешения прочесть ответ (CORS)", async () => {
    const headers = {
      origin: "https://evil.example",
      "access-control-request-method": "POST",
      "access-control-request-headers": "content-type",
    };
    for (const method of ["OPTIONS", "GET"]) {
      const answer = await new HttpClient().fetch(
        "/api/auth/get-session",
        { method, headers },
      );
      const allowed = answer.headers.get("access-control-allow-origin");
      expectThat(allowed === null, {
        found: `${method} /api/auth/get-session со страницы https://evil.example — Access-Control-Allow-Origin: ${allowed}`,
        why: "Ответ auth называет, кто вошёл. Своим страницам CORS не нужен: они с того же адреса, а чужим такие ответы читать незачем.",
        file: ROUTE,
      });
    }
  });

  test("настройки Next.js не выносят секрет и не открывают ответы", async () => {
    const { default: made } = (await import("../next.config.ts")) as {
      default: unknown;
    };
    const { env, headers } = (
      typeof made === "function"
        ? await made("phase-development-server", { defaultConfig: {} })
        : made
    ) as {
      env?: Record<string, string>;
      headers?: () => Promise<{ headers: { key: string }[] }[]>;
    };
    const secret = Object.entries(env ?? {}).find(
      ([, value]) => value === process.env.BETTER_AUTH_SECRET,
    );
    expectThat(secret === undefined, {
      found: `env в next.config.ts: ${secret?.[0]}`,
      why: "Всё, что перечислено в env, Next.js вписывает в код, и в тот, который загружает браузер.",
      file: CONFIG,
    });
    const added = (await headers?.())?.flatMap((rule) => rule.headers);
    const cors = added?.find(({ key }) =>
      /^access-control-allow-origin$/i.test(key),
    );
    expectThat(cors === undefined, {
      found: `next.config.ts добавляет к ответам ${cors?.key}`,
      why: "Ответ auth называет, кто вошёл. Своим страницам CORS не нужен: они с того же адреса, а чужим такие ответы читать незачем.",
      file: CONFIG,
    });
  });

  for (const name of ["BETTER_AUTH_SECRET", "BETTER_AUTH_URL"]) {
    test(`без ${name} приложение не стартует и говорит почему`, async () => {
      for (const NODE_ENV of MODES) {
        for (const [state, value] of [
          ["не задана", undefined],
          ["пуста", ""],
        ] as const) {
          const message = await startError(importAuth, {
            ...LOOK_ALIKES,
            NODE_ENV,
            BETTER_AUTH_URL: SITE,
            [name]: value,
          });
          expectThat(
            RegExp(`(?<!\\w)${name}(?!\\w)`).test(message ?? ""),
            {
              found: message
                ? `переменная ${state}, а в ошибке нет её имени, исключение «${message}»`
                : `переменная ${state} (NODE_ENV=${NODE_ENV}), а модуль auth загрузился как ни в чём не бывало`,
              why: "Better Auth без настроек молча берёт значения по умолчанию. Ошибка при старте дешевле, чем сервер, который неделю подписывал cookie всем известным секретом.",
              file: AUTH,
            },
          );
        }
      }
    });
  }

  leakTests(ROUTE);
});
