import { expect, test } from "vitest";

import { cardAddress } from "./cards.ts";

test("the card of a claim is beside its page, also below a path", () => {
  expect(cardAddress("https://example.org/page/potency/one?x#y")).toBe("https://example.org/card/potency/one");
  expect(cardAddress("https://example.org/kg/page/contrast/a-b")).toBe("https://example.org/kg/card/contrast/a-b");
});

test("an address that is no page of a thing has no card", () => {
  expect(cardAddress("https://example.org/query?query=1")).toBeNull();
  expect(cardAddress("https://example.org/page/potency")).toBeNull();
});
