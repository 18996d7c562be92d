import { expect, test } from "vitest";

import { csv, graphml } from "./exporting.ts";
import type { Statement, Thing } from "./model.ts";

const DRUG: Thing = { iri: "http://d", label: "D", kind: "drug" };
const KINASE: Thing = { iri: "http://k", label: '=HYPERLINK("http://x","K")', kind: "protein" };
const CLAIM: Statement = { id: "c", source: DRUG.iri, target: KINASE.iri, relation: "http://r", label: "potency", claim: "http://c", statement: "D on K: 5 nM\u0001", evidence: "in vitro" };

test("no cell begins a formula, whatever the data; the rest is quoted where it has to be", () => {
  const [, row] = csv([DRUG, KINASE], [{ ...CLAIM, label: "-x", document: "@y", statement: 'says "z", twice' }]).split("\r\n");
  expect(row).toBe(`D,'-x,"'=HYPERLINK(""http://x"",""K"")","says ""z"", twice",in vitro,'@y,http://c`);
});

test("every attribute in the GraphML is declared, once; characters that XML does not know are left out", () => {
  const text = graphml([DRUG, KINASE], [CLAIM, { ...CLAIM, claim: undefined, inferred: true } as unknown as Statement]);
  const declared = [...text.matchAll(/<key id="(\w+)"/g)].map((found) => found[1]);
  const used = new Set([...text.matchAll(/<data key="(\w+)"/g)].map((found) => found[1]));
  expect(new Set(declared).size).toBe(declared.length);
  expect([...used].filter((name) => !declared.includes(name))).toEqual([]);
  expect(text).toContain("D on K: 5 nM<");
  expect(text).toContain('<data key="inferred">true</data>');
});
