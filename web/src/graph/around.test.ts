import { expect, test } from "vitest";

import { around } from "./around.ts";
import { type RelationCount, THINGS } from "./model.ts";

function relation(name: string, neighbours: number, more: Partial<RelationCount> = {}): RelationCount {
  return { relation: name, label: name, direction: "out", neighbours, edges: neighbours, inferred: false, kinds: [], ...more };
}

const DRUG = { iri: `${THINGS}drug/a`, label: "A", kind: "drug" };

test("whole relations come in, the best founded and smallest first, until there is no room", () => {
  const found = around(
    {
      ...DRUG,
      relations: [
        relation("inhibits", 3, { inferred: true }),
        relation("testedIn", 4),
        relation("Potency", 5, { direction: "claim" }),
        relation("attenuates", 30, { inferred: true }),
      ],
    },
    14,
  );
  expect(found.steps.map((step) => (step.type === "expand" ? step.relation : step.type))).toEqual(["add", "Potency", "testedIn", "inhibits"]);
  expect(found.left).toEqual({ relations: 1, things: 30 });
});

test("a thing alone is a picture, too", () => {
  expect(around({ ...DRUG, relations: [] }, 10)).toEqual({ steps: [{ type: "add", thing: "drug/a" }], left: { relations: 0, things: 0 } });
});
