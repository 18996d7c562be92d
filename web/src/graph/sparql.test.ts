import { expect, test } from "vitest";

import type { Statement, Thing } from "./model.ts";
import { sparqlFor } from "./sparql.ts";

const DRUG: Thing = { iri: "http://d", label: "D", kind: "drug" };
const KINASE: Thing = { iri: "http://k", label: "K", kind: "protein" };
const NOBODY: Thing = { iri: "_:b0", label: "unnamed", kind: "other" };
const STATEMENT: Statement = { id: "s", source: DRUG.iri, target: KINASE.iri, relation: "http://r", label: "r" };

test("what is shown is named, each thing in its own part", () => {
  const text = sparqlFor(
    [DRUG, KINASE],
    [{ ...STATEMENT, claim: "http://c" }, { ...STATEMENT, claim: "http://c" }, { ...STATEMENT, inferred: true, inference: "http://i" }],
  );
  expect(text).toContain("(<http://d> <http://r> <http://k>)");
  expect(text.match(/<http:\/\/c>/g)).toHaveLength(2);
  expect(text).toContain("<http://i>");
  expect(text).toContain("?claim prov:hadPrimarySource ?s");
});

test("an empty picture is a query without an answer", () => {
  expect(sparqlFor([], [])).toContain("FILTER(false)");
});

test("what a query made stands in the template, what is no triple stays out", () => {
  const text = sparqlFor([DRUG, KINASE, NOBODY], [
    { ...STATEMENT, made: true },
    { ...STATEMENT, relation: "", made: true },
    { ...STATEMENT, target: NOBODY.iri, relation: "http://q" },
  ]);
  expect(text).toContain("CONSTRUCT {\n  <http://d> <http://r> <http://k> .\n  ?s ?p ?o\n}");
  expect(text).toContain("UNION\n  {}\n}");
  expect(text).not.toContain("_:b0");
  expect(text).not.toContain("http://q");
  expect(text).not.toContain("<>");
});
