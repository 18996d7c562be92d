import { expect, test } from "vitest";

import { cx2 } from "./cx2.ts";
import type { Ink } from "./marks.ts";
import type { Statement, Thing } from "./model.ts";

const INK: Ink = { marks: new Map([["drug", { color: "#0072b2", outline: "disc" }]]), text: "#111111", line: "#888888", alarm: "#a83e00", other: "#7a7a7a" };
const DRUG: Thing = { iri: "http://d", label: "D", kind: "drug" };
const KINASE: Thing = { iri: "http://k", label: "K", kind: "protein" };
const CLAIM: Statement = { id: "c", source: DRUG.iri, target: KINASE.iri, relation: "http://r", label: "potency", claim: "http://c", evidence: "in vitro", disagrees: true };
const INFERRED: Statement = { id: "i", source: DRUG.iri, target: KINASE.iri, relation: "http://i", label: "inhibits", inferred: true };

type Aspects = Record<string, Record<string, unknown>[]>;

function aspectsOf(statements: readonly Statement[]): Aspects {
  const text = cx2({ things: [DRUG, KINASE], statements, places: new Map([["http://d", { x: 1, y: 2 }]]), ink: INK, title: "T", caption: "C" });
  return Object.assign({}, ...(JSON.parse(text) as object[])) as Aspects;
}

test("aspects are counted as they are, and the file says that it is whole", () => {
  const aspects = aspectsOf([CLAIM, INFERRED]);
  for (const { name, elementCount } of aspects.metaData ?? []) expect(aspects[String(name)]).toHaveLength(Number(elementCount));
  expect(aspects.status).toEqual([{ error: "", success: true }]);
  expect(aspects.CXVersion).toBe("2.0");
});

test("things have places where they are drawn, statements their evidence", () => {
  const { nodes, edges } = aspectsOf([CLAIM, INFERRED]);
  expect(nodes).toEqual([
    { id: 0, x: 1, y: 2, v: { name: "D", kind: "drug", iri: "http://d" } },
    { id: 1, v: { name: "K", kind: "protein", iri: "http://k" } },
  ]);
  expect(edges?.[0]).toEqual({
    id: 0, s: 0, t: 1, v: { interaction: "potency", foundation: "claim", relation: "http://r", claim: "http://c", evidence: "in vitro", disagrees: true },
  });
});

test("every attribute that is used is declared, and no other", () => {
  const { attributeDeclarations, edges } = aspectsOf([CLAIM, INFERRED]);
  const declared = attributeDeclarations?.[0]?.edges as object;
  const used = new Set(edges?.flatMap((edge) => Object.keys(edge.v as object)));
  expect(new Set(Object.keys(declared))).toEqual(used);
  expect(declared).toMatchObject({ disagrees: { d: "boolean" }, interaction: { d: "string" } });
});
