import { expect, test } from "vitest";

import { CLASSES, classOf, INFERRED, MADE, STATED } from "./evidence.ts";
import type { Statement } from "./model.ts";

const BARE: Statement = { id: "s", source: "a", target: "b", relation: "r", label: "r" };

function claim(evidence: string): Statement {
  return { ...BARE, claim: "c", keys: { evidence } };
}

test("of several kinds of evidence the strongest counts", () => {
  expect(classOf([claim("in-vitro"), claim("randomised-trial-primary")]).name).toBe("trial");
  expect(classOf([claim("in-vitro"), { ...BARE, inferred: true }]).name).toBe("laboratory");
});

test("what is inferred, stated or made by a query looks so", () => {
  expect(classOf([{ ...BARE, inferred: true }])).toBe(INFERRED);
  expect(classOf([BARE])).toBe(STATED);
  expect(classOf([{ ...BARE, made: true }])).toBe(MADE);
});

test("no two classes look alike", () => {
  const looks = [...CLASSES, INFERRED, MADE].map((item) => `${item.width} ${item.strokes}`);
  expect(new Set(looks).size).toBe(looks.length);
});
