import { join } from "node:path";
import type {
  Browser,
  BrowserContextOptions,
  Locator,
  Page,
} from "playwright-core";
import {
  afterAll,
  beforeAll,
  describe,
  expect,
  onTestFinished,
  test,
} from "vitest";
import { root } from "../course/steps.ts";
import { launchBrowser } from "../machine/browser.ts";
import { has } from "../machine/has.ts";
import { readDeck, type Slide } from "./deck.ts";
import { runDeck } from "./running.ts";

const laptop = { width: 1440, height: 900 };
const projector = { width: 1280, height: 720 };
const phone = { width: 390, height: 844 };

describe.skipIf(!has("browser"))("the lecture in front of a room", () => {
  let deck: Awaited<ReturnType<typeof runDeck>>;
  let browser: Browser;
  let slides: Slide[];

  beforeAll(async () => {
    ({ slides } = await readDeck({ folder: join(root, "slides"), root }));
    deck = await runDeck();
    browser = await launchBrowser();
  });
  afterAll(async () => {
    await browser?.close();
    await deck?.end();
  });

  /** Number of the first slide that has this in its Markdown. */
  const slideWith = (markdown: string) =>
    slides.find((slide) => slide.markdown.includes(markdown))!.no;
  const firstLab = () =>
    slides.find(({ alias }) => alias === "lab-bauth01")!.no;

  /** Another browser, at one of the deck's addresses. */
  async function open(path: string, options: BrowserContextOptions) {
    const context = await browser.newContext({
      locale: "ru-RU",
      permissions: ["screen-wake-lock"],
      reducedMotion: "reduce",
      ...options,
    });
    onTestFinished(() => context.close());
    // The course's own repository, without the network.
    await context.route("https://github.com/**", (route) =>
      route.fulfill({ body: "GitHub" }),
    );
    context.setDefaultTimeout(60_000);
    const page = await context.newPage();
    await page.goto(deck.address + path);
    await page
      .locator("#slideshow .slidev-layout:visible")
      .first()
      .waitFor();
    return page;
  }
  const presenter = (no: number) =>
    open(`#/presenter/${no}`, { viewport: laptop });
  const viewer = (path = "") => open(path, { viewport: projector });

  /** What is on a slide itself, not in the preview of the next one. */
  const on = (page: Page, no: number) =>
    page.locator(`#slideshow [data-slidev-no="${no}"]`);
  const isAt = (page: Page, place: string) =>
    page.waitForURL(deck.address + place);

  // The first one: the dev server remembers the time that has begun.
  test("the lecture's time begins when its presenter leaves the cover", async () => {
    const pace = (page: Page) => on(page, 3).getByText(/по плану|впереди/);
    const rehearsing = await presenter(2);
    await rehearsing.keyboard.press("ArrowRight");
    await on(rehearsing, 3).getByText("останется").waitFor();
    expect(await pace(rehearsing).count()).toBe(0);

    const speaker = await presenter(1);
    await speaker.keyboard.press("ArrowRight");
    await isAt(speaker, "#/presenter/2");
    await speaker.keyboard.press("ArrowRight");
    await pace(speaker).waitFor();
    const room = await viewer("#/3");
    expect(await pace(room).count()).toBe(0);
  });

  test("the presenter leads, the viewers follow, never the other way round", async () => {
    const speaker = await presenter(2);
    const first = await viewer();
    await isAt(first, "#/2");

    await speaker.keyboard.press("ArrowRight");
    await isAt(first, "#/3");
    // Opened late, and by its shortest address.
    const late = await viewer();
    await isAt(late, "#/3");
    const second = await open("#/presenter", { viewport: laptop });
    await isAt(second, "#/presenter/3");
    expect(speaker.url()).toBe(`${deck.address}#/presenter/3`);

    // A viewer looks ahead: its own affair, until the presenter goes on.
    await late.keyboard.press("ArrowDown");
    await late.keyboard.press("ArrowDown");
    await isAt(late, "#/5");
    await speaker.keyboard.press("ArrowUp");
    await isAt(speaker, "#/presenter/2");
    for (const page of [first, late]) await isAt(page, "#/2");
  });

  test("what the presenter does with a model shows in every window", async () => {
    const no = slideWith("<Revocation");
    const speaker = await presenter(no);
    const room = await viewer(`#/${no}`);
    const refused = /401 · отказано\s*строки нет/;
    const shows = (page: Page, text: RegExp) =>
      on(page, no).locator(".model", { hasText: text }).waitFor();

    await on(speaker, no)
      .getByRole("button", { name: "Отозвать" })
      .click();
    await shows(speaker, refused);
    await shows(room, refused);
    const late = await viewer(`#/${no}`);
    await shows(late, refused);

    // What a viewer tries stays with the viewer.
    await on(late, no).getByRole("radio", { name: "12:20" }).check();
    await shows(late, /exp прошёл/);
    await on(speaker, no).locator(".tick").click();
    for (const page of [speaker, room, late])
      await shows(page, /401 · отказано\s*в списке/);
    await on(speaker, no).getByRole("button", { name: "Вернуть" }).click();
  });

  test("a countdown runs in every window", async () => {
    const no = firstLab();
    const speaker = await presenter(no);
    const room = await viewer(`#/${no}`);
    await on(speaker, no).getByRole("button", { name: "Старт" }).click();
    const late = await viewer(`#/${no}`);
    for (const page of [speaker, room, late]) {
      await on(page, no).getByRole("button", { name: "Пауза" }).waitFor();
      await on(page, no)
        .getByText(/^14:\d\d$/)
        .waitFor();
    }
    await on(speaker, no).getByRole("button", { name: "Пауза" }).click();
  });

  test("what a slow network brings late does not undo what came after it", async () => {
    const no = slideWith("<ScriptReads");
    const speaker = await presenter(no - 1);
    const room = await viewer(`#/${no - 1}`);
    let release!: () => void;
    const released = new Promise<void>((resolve) => (release = resolve));
    const first = new Promise<void>((resolve) => {
      const states = "**/@server-reactive/nav";
      void speaker.route(
        states,
        async (route) => {
          await released;
          await route.continue();
          resolve();
        },
        { times: 1 },
      );
    });
    await speaker.keyboard.press("ArrowRight");
    await on(speaker, no).getByRole("button").click();
    const hasRun = (page: Page) =>
      on(page, no).locator(".model", { hasText: "eyJ" }).waitFor();
    await hasRun(speaker);
    release();
    await first;
    await hasRun(room);
    await hasRun(await viewer(`#/${no}`));
  });

  test("the keys turn the page after a click on any control", async () => {
    const controls = [
      { no: slideWith("<ScriptReads"), control: "button" },
      { no: slideWith("<CrossSiteRequest"), control: ".tick" },
      { no: slideWith("<CrossSiteRequest"), control: "label >> nth=1" },
      { no: slideWith("<StolenSession"), control: "[type=range]" },
      { no: firstLab(), control: ".countdown button >> nth=0" },
      { no: firstLab(), control: ".countdown button >> nth=1" },
      { no: firstLab(), control: ".copy-line button" },
    ];
    for (const screen of ["#/presenter/", "#/"]) {
      const page = await open(`${screen}1`, { viewport: laptop });
      for (const { no, control } of controls)
        for (const key of ["Space", "ArrowRight"]) {
          await page.goto(`${deck.address}${screen}${no}`);
          await on(page, no).locator(control).first().click();
          await expect.poll(() => page.locator(":focus").count()).toBe(0);
          const before = page.url();
          await page.keyboard.press(key);
          await expect
            .poll(() => page.url(), { message: `${control}, ${key}` })
            .not.toBe(before);
        }
    }
  });

  test("shortcuts work under a Russian layout, and text stays Russian", async () => {
    for (const page of [await presenter(2), await viewer("#/2")]) {
      const keyboard = await page.context().newCDPSession(page);
      const press = async (key: string, code: string) => {
        for (const type of ["keyDown", "keyUp"] as const)
          await keyboard.send("Input.dispatchKeyEvent", {
            type,
            key,
            code,
            ...(type === "keyDown" && { text: key }),
          });
      };
      const isDark = () =>
        page.evaluate(() =>
          document.documentElement.classList.contains("dark"),
        );
      const before = await isDark();
      await press("в", "KeyD");
      await expect.poll(isDark).toBe(!before);
      await press("в", "KeyD");

      const overview = page.locator(".z-modal.overflow-y-auto");
      await press("щ", "KeyO");
      await overview.waitFor();
      await press("щ", "KeyO");
      await overview.waitFor({ state: "detached" });

      await press("п", "KeyG");
      const input = page.locator("#slidev-goto-input");
      await expect
        .poll(() => input.evaluate((it) => it === document.activeElement))
        .toBe(true);
      await press("щ", "KeyO");
      expect(await input.inputValue()).toMatch(/^п?щ$/);
      expect(await overview.count()).toBe(0);
    }
  });

  test("a badge opens the lab beside the lecture, which stays where it is", async () => {
    const { no } = slides.find(({ markdown }) =>
      markdown.includes("<<<"),
    )!;
    const speaker = await presenter(no);
    const badge = on(speaker, no).locator(".lab-badge");
    const opened = speaker.waitForEvent("popup");
    await badge.click();
    await (
      await opened
    ).waitForURL("https://github.com/owner/course/tree/HEAD/labs/**");
    expect(speaker.url()).toBe(`${deck.address}#/presenter/${no}`);
    const [corner, slide] = [
      await badge.boundingBox(),
      await on(speaker, no).first().boundingBox(),
    ];
    expect(corner!.x).toBeGreaterThan(slide!.x + slide!.width / 2);
  });

  test("the room sees the strokes, not the toolbar", async () => {
    const speaker = await presenter(2);
    // A window of the same browser, as on a laptop with a projector.
    const projected = await speaker.context().newPage();
    await projected.goto(`${deck.address}#/2`);
    const phone = await viewer("#/2");
    await speaker.getByRole("button", { name: /drawing/i }).click();
    await speaker.getByTitle("Draw with stylus").waitFor();
    await dragAcross(speaker, on(speaker, 2));
    for (const page of [speaker, projected, phone])
      await page.locator("#slide-content > svg path").first().waitFor();
    for (const page of [projected, phone])
      expect(await page.getByTitle("Draw with stylus").count()).toBe(0);
  });

  test("the room sees the presenter's cursor only while it is there", async () => {
    const speaker = await presenter(2);
    const room = await viewer("#/2");
    const cursor = (page: Page) =>
      page.locator("#slide-content .stroke-white");
    await on(speaker, 2).hover();
    await cursor(room).waitFor();
    // Its presenter has gone; the dev server still has the cursor.
    await speaker.close();
    const late = await viewer("#/2");
    expect(await cursor(late).count()).toBe(0);
  });

  test("on a laptop every note is seen whole", async () => {
    const page = await presenter(1);
    for (const { no, title } of slides) {
      await page.goto(`${deck.address}#/presenter/${no}`);
      const note = page.locator(".note .overflow-auto");
      await note.getByText("⏱").first().waitFor();
      const hidden = await note.evaluate(
        (it) => it.scrollHeight - it.clientHeight,
      );
      expect(hidden, `${no} ${title}`).toBeLessThanOrEqual(0);
    }
  });

  test("on a phone a finger finds each control", async () => {
    for (const no of [
      slideWith("<Revocation"),
      slideWith("<ScriptReads"),
      slideWith("<CrossSiteRequest"),
      slideWith("<StolenSession"),
      firstLab(),
    ]) {
      const page = await open(`#/${no}`, {
        viewport: phone,
        hasTouch: true,
        isMobile: true,
      });
      const controls = on(page, no).locator(
        ".model :is(button, label, [type=range]), .countdown button, .copy-line button",
      );
      expect(await controls.count()).toBeGreaterThan(0);
      for (const control of await controls.all())
        expect(
          await touchable(control),
          `${no} ${control}`,
        ).toBeGreaterThanOrEqual(24);
    }
  });
});

/** Presses the mouse in one corner and lets it go in another. */
async function dragAcross(page: Page, target: Locator): Promise<void> {
  const { x, y, width, height } = (await target.first().boundingBox())!;
  await page.mouse.move(x + width * 0.2, y + height * 0.7);
  await page.mouse.down();
  await page.mouse.move(x + width * 0.8, y + height * 0.8, { steps: 5 });
  await page.mouse.up();
}

/** How many pixels of the screen take a touch, on its shorter axis. */
function touchable(control: Locator): Promise<number> {
  return control.evaluate((element) => {
    const { x, y, width, height } = element.getBoundingClientRect();
    const middle = [x + width / 2, y + height / 2] as const;
    const belongs = (dx: number, dy: number) =>
      element.contains(
        document.elementFromPoint(middle[0] + dx, middle[1] + dy),
      );
    const step = 0.5;
    const shifts = Array.from({ length: 96 }, (_, at) => (at - 48) * step);
    return Math.min(
      step * shifts.filter((shift) => belongs(shift, 0)).length,
      step * shifts.filter((shift) => belongs(0, shift)).length,
    );
  });
}
