import { expect, test } from "vitest";
import { announcement, withoutBanner, type Show } from "./announcement.ts";

const show: Show = {
  port: 3030,
  remote: undefined,
  repository: "owner/course",
  hasKeyboard: true,
};
const hosts = ["192.168.0.7", "10.0.0.7"];

test("on this machine alone there is no address for a phone", () => {
  const said = announcement(show, hosts);
  expect(said).toContain("http://localhost:3030/\n");
  expect(said).toContain("http://localhost:3030/#/presenter/\n");
  expect(said).toContain("npm start -- --remote=пароль");
  expect(said).toContain("q — выйти");
  expect(said).not.toMatch(/192\.168|ВЛАДЕЛЕЦ/);
});

test("every address for a phone, and what the password does", () => {
  const said = announcement({ ...show, remote: "два слова" }, hosts);
  const query =
    "password=%D0%B4%D0%B2%D0%B0%20%D1%81%D0%BB%D0%BE%D0%B2%D0%B0";
  for (const host of ["localhost", ...hosts]) {
    expect(said).toContain(`http://${host}:3030/\n`);
    expect(said).toContain(`http://${host}:3030/#/presenter/1?${query}\n`);
  }
  expect(said).toContain("только с паролем");
});

test("without a password everybody has the presenter's screen", () => {
  const said = announcement({ ...show, remote: "" }, hosts);
  expect(said).toContain("http://10.0.0.7:3030/#/presenter/\n");
  expect(said).toContain("открыты всем");
});

test("a machine without a network has no address for a phone", () => {
  expect(announcement({ ...show, remote: "" }, [])).toContain("не в сети");
});

test("nobody presses keys where there is no terminal", () => {
  expect(
    announcement({ ...show, hasKeyboard: false }, hosts),
  ).not.toContain("Клавиши");
});

test("how to name the repository while nobody knows it", () => {
  const said = announcement({ ...show, repository: undefined }, hosts);
  expect(said).toContain(
    "git remote add origin https://github.com/ВЛАДЕЛЕЦ/РЕПОЗИТОРИЙ.git\n",
  );
  expect(said).toContain("клонирует");
});

test("Slidev's own rows go, its other messages stay", () => {
  const rows = [
    "",
    "  \x1B[36m●\x1B[39m\x1B[34m■\x1B[39m\x1B[33m▲\x1B[39m",
    "\x1B[1m  Slidev\x1B[22m  \x1B[34mv53.0.0\x1B[39m ",
    "\x1B[2m  theme       \x1B[22m\x1B[32m@slidev/theme-default\x1B[39m",
    "  css engine  unocss",
    "  entry       /srv/course/slides/slides.md",
    "  public slide show   > http://localhost:3030/",
    "  mcp server         > http://localhost:3030/__mcp",
    "  remote control      > pass --remote to enable",
    "  shortcuts           > restart | open | edit | quit",
    "  Could not determine the public IP address.",
  ];
  expect(rows.flatMap((line) => [...withoutBanner(line)])).toEqual([]);

  const others = [
    "  restarting...",
    "  QR Code for remote control: ",
    "  █▀▀▀█",
  ];
  expect(others.flatMap((line) => [...withoutBanner(line)])).toEqual(
    others,
  );
});
