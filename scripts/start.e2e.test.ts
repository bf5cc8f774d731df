import { execa } from "execa";
import getPort from "get-port";
import { expect, onTestFinished, test, vi } from "vitest";
import { root } from "./course/steps.ts";
import { launchBrowser } from "./machine/browser.ts";
import { has } from "./machine/has.ts";

/** `npm start` after its preparation; it is stopped when the test ends. */
async function started(...options: string[]) {
  const port = await getPort();
  const deck = execa(
    "node",
    ["scripts/start.ts", "--port", String(port), ...options],
    {
      cwd: root,
      env: { GITHUB_REPOSITORY: "owner/course" },
      reject: false,
      stdin: "ignore",
    },
  );
  const said: string[] = [];
  deck.stdout.on("data", (text) => said.push(String(text)));
  onTestFinished(async () => {
    deck.kill();
    await deck;
  });
  const address = `http://localhost:${port}/`;
  const answers = () => fetch(address).then(({ status }) => status);
  await vi.waitFor(async () => expect(await answers()).toBe(200), {
    timeout: 60_000,
    interval: 500,
  });
  return { address, said: () => said.join("") };
}

test("the deck is announced in Russian alone", async () => {
  const { address, said } = await started();
  expect(said()).toContain(`Лекция                  ${address}\n`);
  expect(said()).not.toMatch(/shortcuts|remote control|public slide/);
});

test.skipIf(!has("browser"))(
  "with --remote the presenter's screen is for those who know the password",
  async () => {
    const { address, said } = await started("--remote=0123");
    const screen = "#/presenter/1?password=0123";
    expect(said()).toContain(`${address}${screen}\n`);
    expect(said()).toContain("только с паролем");

    const browser = await launchBrowser();
    onTestFinished(() => browser.close());
    const known = await browser.newPage();
    await known.goto(address + screen);
    await known.locator(".note").getByText("⏱").first().waitFor();

    const unknown = await browser.newPage();
    const asked = unknown.waitForEvent("dialog");
    const opened = unknown.goto(`${address}#/presenter/1`);
    await (await asked).dismiss();
    await opened;
    await unknown.waitForURL(`${address}#/1`);
    await unknown.locator(".slidev-layout").first().waitFor();
  },
);
