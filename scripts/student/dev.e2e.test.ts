import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import getPort from "get-port";
import { expect, onTestFinished, test } from "vitest";
import { whenSaid } from "../process/said.ts";
import { copyOf } from "./copy.ts";

test.skipIf(process.platform === "win32")(
  "pnpm dev opens the site with nothing to configure; Ctrl-C ends all of it",
  async () => {
    const lab = await copyOf("solutions/bauth04", "dev");
    lab.clear(".env.local", ".data");
    const origin = `http://localhost:${await getPort()}`;
    lab.edit(".env.example", (text) =>
      text.replace("http://localhost:3000", origin),
    );

    // Twice: what the first run leaves must not be in the second one's way.
    for (const run of ["first", "second"]) {
      const site = lab.dev();
      const isAlive = () => {
        try {
          return process.kill(-site.pid!, 0);
        } catch {
          return false;
        }
      };
      onTestFinished(() => {
        if (isAlive()) process.kill(-site.pid!, "SIGKILL");
      });
      const said = await whenSaid(site, "остановить — Ctrl-C");
      expect(said).toContain(`Сайт открыт: ${origin}`);
      expect(said.includes("Создан файл .env.local")).toBe(
        run === "first",
      );

      const page = await fetch(`${origin}/sign-up`);
      expect(page.status).toBe(200);
      expect(await page.text()).toMatch(/<form[^>]*>.*type="password"/s);

      if (run === "first") {
        const { all, exitCode } = await lab.dev();
        expect(all).toContain("Сайт уже запущен из этой папки");
        expect(exitCode).toBe(1);
      }
      process.kill(-site.pid!, "SIGINT");
      await site;
      await expect.poll(isAlive, { timeout: 10_000 }).toBe(false);
      await expect(fetch(origin)).rejects.toThrow();
    }
    expect(existsSync(join(lab.folder, ".data/postgres"))).toBe(true);
    expect(readFileSync(join(lab.folder, ".env.local"), "utf8")).toMatch(
      /^BETTER_AUTH_SECRET=[\w-]{32,}$/m,
    );
  },
);
