import { expect, test } from "vitest";

import type { Result } from "./model.ts";
import { toldOf } from "./results.ts";

const DRUG = { iri: "d", label: "D", kind: "drug" };
const WHOLE: Result = { form: "SELECT", count: 2, read: 2, widened: false, left_out: { things: 0, edges: 0 }, nodes: [DRUG], edges: [] };

test("of a whole result nothing needs to be said", () => {
  expect(toldOf(WHOLE)).toBe("");
});

test("things that the answer only names are said to be so", () => {
  expect(toldOf({ ...WHOLE, widened: true })).toBe("The answer holds names and values: shown is what they were found on.");
});

test("what is left out is counted", () => {
  expect(toldOf({ ...WHOLE, left_out: { things: 1200, edges: 1 } })).toBe("1,200 things and 1 line of the answer are left out: a picture of more cannot be read.");
  expect(toldOf({ ...WHOLE, left_out: { things: 0, edges: 1 } })).toBe("1 line of the answer is left out: a picture of more cannot be read.");
});

test("a result that was read in part says so, one of values only as well", () => {
  expect(toldOf({ ...WHOLE, form: "CONSTRUCT", count: 9000, read: 5000 })).toBe("The answer has 9,000 triples; the first 5,000 were looked at.");
  expect(toldOf({ ...WHOLE, nodes: [], count: 1, read: 1 })).toBe("The answer has 1 row of values and names no things.");
});
