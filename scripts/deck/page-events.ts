import type { Page } from "playwright-core";
import type { Rule } from "./rules.ts";

/**
 * Reports what a page says to its console and asks of servers.
 *
 * @param address of the deck: requests to any other host are wrong
 * @param report takes what is wrong, in Russian, at the moment it happens
 */
export function pageEvents(
  page: Page,
  address: string,
  report: (rule: Rule, what: string) => void,
): void {
  const { origin } = new URL(address);
  page.on("console", (message) => {
    if (["warning", "error"].includes(message.type()))
      report("console", `${message.type()}: ${message.text()}`);
  });
  page.on("pageerror", (error) => report("console", String(error)));
  page.on("request", (request) => {
    const url = new URL(request.url());
    if (/^https?:|^wss?:/.test(url.protocol) && url.origin !== origin)
      report("network", `запрос к чужому серверу: ${request.url()}`);
  });
  page.on("response", (response) => {
    if (response.status() >= 400)
      report("network", `ответ ${response.status()}: ${response.url()}`);
  });
}
