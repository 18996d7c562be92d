import { expect, test } from "vitest";

import { Filter } from "./filter.ts";
import type { Statement } from "./model.ts";

const CLAIM: Statement = {
  id: "c",
  source: "a",
  target: "b",
  relation: "https://w3id.org/jakgraph/ontology#Potency",
  label: "potency",
  keys: { evidence: "in-vitro", verification: "seen-database", source: "chembl-1" },
  year: 2015,
};
const BARE: Statement = { id: "s", source: "a", target: "b", relation: "inhibits", label: "inhibits" };

test("a value that is hidden hides, toggled again it shows", () => {
  const filter = new Filter();
  filter.apply({ type: "toggle", facet: "evidence", value: "in-vitro" });
  expect([filter.admitsStatement(CLAIM), filter.admitsStatement(BARE)]).toEqual([false, true]);
  filter.apply({ type: "toggle", facet: "evidence", value: "in-vitro" });
  expect(filter.admitsStatement(CLAIM)).toBe(true);
  expect(filter.isEmpty).toBe(true);
});

test("only one value of a facet is shown until others are ticked or all are asked for", () => {
  const filter = new Filter();
  filter.apply({ type: "only", facet: "source", value: "pmid-2" });
  expect([filter.admitsStatement(CLAIM), filter.admitsStatement(BARE)]).toEqual([false, false]);
  filter.apply({ type: "toggle", facet: "source", value: "chembl-1" });
  expect([filter.admitsStatement(CLAIM), filter.admitsStatement(BARE)]).toEqual([true, false]);
  expect(filter.parameters()).toEqual([["only", "source/pmid-2"], ["only", "source/chembl-1"]]);
  filter.apply({ type: "all", facet: "source" });
  expect(filter.isEmpty).toBe(true);
});

test("years bound what has a year; what has none is a value of its own", () => {
  const filter = new Filter();
  filter.apply({ type: "years", from: 2016, to: 0 });
  expect([filter.admitsStatement(CLAIM), filter.admitsStatement(BARE)]).toEqual([false, true]);
  filter.apply({ type: "years", from: 0, to: 2015 });
  filter.apply({ type: "toggle", facet: "date", value: "none" });
  expect([filter.admitsStatement(CLAIM), filter.admitsStatement(BARE)]).toEqual([true, false]);
  expect(filter.parameters()).toEqual([["hide", "date/none"], ["until", "2015"]]);
});

test("relations go by the names of their terms", () => {
  const filter = new Filter();
  filter.apply({ type: "toggle", facet: "relation", value: "Potency" });
  expect([filter.admitsStatement(CLAIM), filter.admitsStatement(BARE)]).toEqual([false, true]);
  expect(filter.isOpen("relation")).toBe(false);
  expect(filter.isOpen("kind")).toBe(true);
});
