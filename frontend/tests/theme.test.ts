import { expect, test } from "vitest";
import { themeCookie } from "../src/theme.ts";

test("a choice is kept for a year, for the whole site, and sent to no other", () => {
  expect(themeCookie("dark", false)).toBe("groundswell_theme=dark; path=/; max-age=31536000; samesite=lax");
});

test("where the site is encrypted the cookie is too", () => {
  expect(themeCookie("light", true)).toMatch(/; secure$/);
});

test("following the device takes the cookie away", () => {
  expect(themeCookie("", false)).toContain("max-age=0");
});
