import { describe, expect, it } from "vitest";

import { readNumber, sortedRows } from "./order.ts";

function sorted(texts: string[], numeric: boolean, direction: "ascending" | "descending"): string[] {
  return sortedRows(texts, numeric, direction).map((index) => texts[index] ?? "");
}

describe("readNumber", () => {
  it("reads figures as sources print them", () => {
    expect(["57", "1,204", "−3.5", "1e-9", "> 10000", "<0.1"].map(readNumber)).toEqual([57, 1204, -3.5, 1e-9, 10000, 0.1]);
  });

  it("takes words and gaps for no number", () => {
    expect(["—", "", "not reported", "5 mg"].map(readNumber)).toEqual([undefined, undefined, undefined, undefined]);
  });
});

describe("sortedRows", () => {
  it("orders figures by their size", () => {
    expect(sorted(["10", "9", "1,000"], true, "ascending")).toEqual(["9", "10", "1,000"]);
    expect(sorted(["10", "9", "1,000"], true, "descending")).toEqual(["1,000", "10", "9"]);
  });

  it("orders words without case, and figures in them by size", () => {
    expect(sorted(["week 52", "Week 8", "arm"], false, "ascending")).toEqual(["arm", "Week 8", "week 52"]);
  });

  it("leaves rows without a value at the end, whichever way", () => {
    expect(sorted(["—", "2", "not reported", "1"], true, "ascending")).toEqual(["1", "2", "—", "not reported"]);
    expect(sorted(["—", "2", "not reported", "1"], true, "descending")).toEqual(["2", "1", "—", "not reported"]);
    expect(sorted(["—", "b", "a"], false, "descending")).toEqual(["b", "a", "—"]);
  });

  it("keeps the order of equal rows", () => {
    expect(sortedRows(["1", "1", "0"], true, "ascending")).toEqual([2, 0, 1]);
    expect(sortedRows(["1", "1", "0"], true, "descending")).toEqual([0, 1, 2]);
  });
});
