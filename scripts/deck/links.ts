import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Slide } from "./deck.ts";
import type { Facts } from "./facts.ts";
import type { Subject } from "./read.ts";

/**
 * Follows the links of a slide.
 *
 * @param address at which the deck is served
 * @returns what leads nowhere, in Russian
 */
export async function deadLinks(
  { links }: Facts,
  { root, repository }: Subject,
  slides: Slide[],
  address: string,
): Promise<string[]> {
  const dead: string[] = [];
  for (const { text, href } of links) {
    const url = new URL(href);
    const reason = isSameSite(url, address)
      ? await deadOnSite(url, address, slides)
      : deadOnGitHub(url, root, repository);
    if (reason) dead.push(`«${text}» → ${href}: ${reason}`);
  }
  return dead;
}

function isSameSite(url: URL, address: string): boolean {
  return url.origin === new URL(address).origin;
}

async function deadOnSite(
  url: URL,
  address: string,
  slides: Slide[],
): Promise<string | undefined> {
  if (url.pathname === new URL(address).pathname) {
    const place = /^#\/([^?]+)/.exec(url.hash)?.[1];
    const exists = slides.some(
      ({ no, alias }) => place === String(no) || place === alias,
    );
    return exists ? undefined : "такого слайда нет";
  }
  const { status } = await fetch(url, { method: "HEAD" });
  return status === 200 ? undefined : `ответ ${status}`;
}

/** Other sites are not asked: the check needs no network. */
function deadOnGitHub(
  { hostname, pathname }: URL,
  root: string,
  repository: string | undefined,
): string | undefined {
  const inside = /^\/([^/]+\/[^/]+)\/(?:tree|blob)\/[^/]+\/(.+)$/.exec(
    decodeURIComponent(pathname),
  );
  if (hostname !== "github.com" || inside?.[1] !== repository) return;
  return existsSync(join(root, inside![2]!))
    ? undefined
    : "в репозитории такого нет";
}
