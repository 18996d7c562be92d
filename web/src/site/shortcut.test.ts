import { expect, it } from "vitest";

import { asksForSearch, type KeyPress } from "./shortcut.ts";

const slash: KeyPress = { key: "/", ctrlKey: false, metaKey: false, altKey: false, defaultPrevented: false };

it("takes a plain slash", () => {
  expect(asksForSearch(slash, false)).toBe(true);
});

it("leaves a slash to whoever is typing", () => {
  expect(asksForSearch(slash, true)).toBe(false);
});

it("leaves other keys, shortcuts of the browser, and keys that are taken", () => {
  const others = [{ key: "a" }, { ctrlKey: true }, { metaKey: true }, { altKey: true }, { defaultPrevented: true }];
  expect(others.filter((change) => asksForSearch({ ...slash, ...change }, false))).toEqual([]);
});
