import { expect, test } from "vitest";

import { facetValues } from "./legend.ts";
import type { Statement } from "./model.ts";

function claim(evidence: string, label: string): Statement {
  return { id: label, source: "a", target: "b", relation: "r", label: "r", evidence: label, keys: { evidence } };
}

const EVIDENCE = { title: "", facet: "evidence", none: "nothing" } as const;

test("evidence comes by its strength, other values by their numbers, what has none last", () => {
  const bare: Statement = { id: "s", source: "a", target: "b", relation: "r", label: "r" };
  const statements = [bare, claim("in-vitro", "laboratory"), claim("in-vitro", "laboratory"), claim("cohort", "cohort")];
  expect(facetValues(EVIDENCE, [], statements)).toEqual([
    { value: "cohort", label: "cohort", count: 1 },
    { value: "in-vitro", label: "laboratory", count: 2 },
    { value: "none", label: "nothing", count: 1 },
  ]);
  const kinds = ["drug", "outcome-measure", "outcome-measure"].map((kind, number) => ({ iri: String(number), label: "", kind }));
  expect(facetValues({ title: "", facet: "kind", none: "" }, kinds, []).map((item) => [item.label, item.count])).toEqual([["outcome measure", 2], ["drug", 1]]);
});
