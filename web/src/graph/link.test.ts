import { expect, test } from "vitest";

import { Link } from "./link.ts";

test("an address gives its steps; without steps, the thing to begin with", () => {
  const link = new Link("11a2a1e44da8ffff");
  expect(link.open("#1;a:drug/a;v:11a2a1e44da8", "?focus=drug/b")).toEqual([{ type: "add", thing: "drug/a" }]);
  expect(link.open("", "?focus=drug/b")).toEqual([{ type: "add", thing: "drug/b" }]);
  expect(link.open("", "")).toEqual([]);
});

test("a link made on other data is warned of, and one made on these or on none said is not", () => {
  const link = new Link("11a2a1e44da8ffff");
  const made = link.fragment([{ type: "add", thing: "drug/a" }]);
  link.open(made, "");
  expect(link.warning).toBe("");
  link.open("1;a:drug/a", "");
  expect(link.warning).toBe("");
  const other = new Link("000000000000");
  other.open(made, "");
  expect(other.warning).toContain("revision 11a2a1e44da8");
});
