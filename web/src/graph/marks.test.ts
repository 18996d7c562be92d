import { expect, test } from "vitest";

import { hex, outlineIn } from "./marks.ts";

test("a mark's corners are read from its clip path; what is not clipped is square", () => {
  expect(outlineIn("polygon(50% 0px, 100% 50%, 12.5% 100%)")).toEqual([[0.5, 0], [1, 0.5], [0.125, 1]]);
  expect(outlineIn("none")).toHaveLength(4);
});

test("colours are written as files want them", () => {
  expect(hex("rgb(0, 114, 178)")).toBe("#0072b2");
  expect(hex("#123456")).toBe("#123456");
});
