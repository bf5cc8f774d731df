import { expect, onTestFinished, test } from "vitest";
import { runDeck } from "./deck/running.ts";
import { launchBrowser } from "./machine/browser.ts";
import { has } from "./machine/has.ts";

test("the deck is announced in Russian alone", async () => {
  const { address, said, end } = await runDeck();
  onTestFinished(end);
  expect(said()).toContain(`Лекция                  ${address}\n`);
  expect(said()).not.toMatch(/shortcuts|remote control|public slide/);
});

test.skipIf(!has("browser"))(
  "with --remote the presenter's screen is for those who know the password",
  async () => {
    const { address, said, end } = await runDeck("--remote=0123");
    onTestFinished(end);
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
