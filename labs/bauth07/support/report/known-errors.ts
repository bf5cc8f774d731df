/** An error that many meet, by what its message says. */
export type Known = {
  /** How its message looks. */
  look: RegExp;
  /** $1, $2 … are the parts of the message that are kept. */
  what: string;
  todo?: string;
  /** Its place in the sources, where the stack names only who stumbled. */
  at?: RegExp;
};

const TYPO =
  "Проверьте, нет ли в имени опечатки и не пропал ли для него import.";

/** Slips of the pen and of settings, by what V8 and the libraries say. */
export const KNOWN: Known[] = [
  {
    look: /^(\S+) is not defined/,
    what: "имя «$1» нигде не объявлено",
    todo: TYPO,
  },
  {
    look: /^Cannot access '(.+)' before initialization/,
    what: "«$1» используется раньше, чем объявлено",
    todo: "Перенесите объявление выше. Если оно в другом файле, посмотрите, не импортируют ли эти два файла друг друга.",
  },
  {
    look: /^Cannot (?:read|set) properties of (undefined|null) \((?:reading|setting) '(.+)'\)/,
    what: "перед «.$2» оказалось $1, а не объект",
    todo: "Посмотрите, откуда взялось это значение: не забыт ли await, есть ли у функции return, экспортируется ли импортированное имя и может ли здесь прийти пустое значение.",
  },
  {
    look: /^Cannot use 'in' operator to search for '(.+)' in (undefined|null)/,
    what: "вместо объекта с полем «$1» передано $2",
    todo: "Посмотрите, что передано на этой строке: экспортируется ли импортированное имя (export) и так ли оно написано.",
  },
  {
    look: /^\(0 ?, ?__vi(?:te_ssr)?_import_\d+__\.(.+?)\) is not a function/,
    what: "«$1» импортировано, но в том файле такой функции нет",
    todo: "Проверьте там export и сравните, как имя написано в обоих файлах.",
  },
  {
    look: /^__vi(?:te_ssr)?_import_\d+__\.(\S+) is not a function/,
    what: "«$1» — не функция: там, откуда она взята, функции с таким именем нет",
    todo: "Проверьте имя: редактор подскажет, какие есть, если набрать точку заново.",
  },
  {
    look: /(\S*[bB]uilder\.\w+) is not a function/,
    what: "вместо описания столбца Drizzle получил что-то другое ($1)",
    todo: "Похоже, за методом столбца не хватает скобок: пишут .notNull(), .unique(), .defaultNow().",
    at: /\.(unique|notNull|primaryKey|defaultNow|defaultRandom)\b(?!\()/,
  },
  {
    look: /dialect\.createDriver is not a function/,
    what: "в параметр database передано не то, чего ждёт Better Auth",
    todo: "Сам db ему не подходит: нужен адаптер, который переводит запросы auth для Drizzle.",
    at: /\bdatabase\s*[:,}]/,
  },
  {
    look: /Drizzle schema mismatch\s+Missing tables\s+user, /,
    what: "адаптер ищет таблицы user, session, account, verification, а в схеме они во множественном числе: users, sessions …",
    todo: "Передайте адаптеру схему и скажите ему про множественное число: usePlural.",
    at: /drizzleAdapter\(/,
  },
  {
    look: /The model "(user|session|account|verification)" was not found in the schema/,
    what: "адаптер ищет таблицу «$1», а в схеме её имя во множественном числе",
    todo: "Передайте адаптеру схему и скажите ему про множественное число: usePlural.",
    at: /drizzleAdapter\(/,
  },
  {
    look: /(?:Drizzle schema mismatch\s+Missing tables\s+([\w, ]+)|The model "(.+?)" was not found in the schema)/,
    what: "адаптер не нашёл в схеме таблицы: $1$2",
    todo: "Проверьте, что адаптеру передана schema и что таблица экспортируется из src/db/schema.ts под этим именем.",
    at: /drizzleAdapter\(/,
  },
  {
    look: /Drizzle schema mismatch\s+([\s\S]+?)\s+help:/,
    what: "схема в src/db/schema.ts не подходит Better Auth: $1",
    todo: "Сравните имена таблиц и столбцов с теми, что названы здесь.",
  },
  {
    look: /^The field "(.+?)" does not exist in the "(.+?)" Drizzle schema/,
    what: "в таблице «$2» нет поля «$1», которое нужно Better Auth",
    todo: "Проверьте имя этого поля в src/db/schema.ts.",
  },
  {
    look: /Cookies? Max-Age SHOULD NOT be greater than 400 days/,
    what: "cookie получила срок больше 400 дней, и браузер её не примет",
    todo: "expiresIn и updateAge считают в секундах: умножать ещё на 1000 не нужно.",
    at: /\bexpiresIn\b/,
  },
  {
    look: /^Headers is required/,
    what: "функции auth.api не передали заголовки запроса",
    todo: "Она ждёт один объект с полем headers: { headers: … }.",
  },
  {
    look: /^Headers contructor: init/,
    what: "в поле headers передано не то: там нужен объект Headers",
    todo: "У запроса он лежит в request.headers; сам request заголовками не является.",
  },
  {
    look: /No result from middlewares/,
    what: "middleware процедуры ничего не вернул",
    todo: "Его результат — то, что вернула next(…): перед ней нужен return.",
    at: /(?<!return |await |=> ?)\bnext\(/,
  },
  {
    look: /NEXT_REDIRECT|NEXT_NOT_FOUND/,
    what: "переход не состоялся: исключение, которым redirect() сообщает о нём Next.js, перехвачено",
    todo: "Не вызывайте redirect() внутри try … catch и не добавляйте к нему .catch().",
    at: /\bredirect\((?!.*from)/,
  },
  {
    look: /The default export is not a React Component in "(.+)"/,
    what: "страница $1 не экспортирует компонент",
    todo: "Её функция должна быть export default.",
  },
  {
    look: /^`?(\w+)`? was called outside a request scope/,
    what: "$1() вызвана вне запроса",
    todo: "Её вызывают внутри функции страницы, а не при загрузке файла.",
  },
  {
    look: /^(\S+) is not iterable|^object is not iterable|is not iterable \(cannot/,
    what: "перебрать можно только список, а здесь не он: $1",
    todo: "Посмотрите, откуда взялось значение: не забыт ли await.",
  },
  {
    look: /^Assignment to constant variable/,
    what: "значение const меняют после объявления",
    todo: "Если оно должно меняться, объявите его через let.",
  },
  {
    look: /^Maximum call stack size exceeded/,
    what: "функция вызывает сама себя без конца",
    todo: "Проверьте, что вызвана та функция, которую вы хотели: имена могли совпасть.",
  },
  {
    look: /^Invalid URL/,
    what: "адрес не читается",
    todo: "Посмотрите, что передано в new URL(…) и что лежит в BETTER_AUTH_URL.",
  },
  {
    look: /^(\S+) is not a constructor/,
    what: "«$1» — не класс, new здесь не подходит",
    todo: "Проверьте имя и его import.",
  },
  {
    look: /^(\S+) is not a function/,
    what: "«$1» — не функция",
    todo: "Проверьте имя и скобки: возможно, это поле, результат другой функции или промис, которому не хватает await.",
  },
];

/** What PostgreSQL refuses, by SQLSTATE. */
export const SQLSTATES: Record<string, string> = {
  "42P01":
    "В базе нет такой таблицы. Создана ли миграция (pnpm db:generate) и верно ли имя в схеме?",
  "42703":
    "В базе нет такого столбца. Создана ли миграция (pnpm db:generate) и верно ли имя в схеме?",
  "42601":
    "Запрос составлен неверно. Проверьте условие: все ли поля в нём взяты из таблицы.",
  "22P02":
    "Значение не подходит к типу столбца: например, в uuid попала обычная строка.",
  "23502": "Обязательный столбец остался пустым.",
  "23503": "Строки, на которую ссылается эта, нет.",
  "23505": "Такое значение уже есть, а оно должно быть единственным.",
};
