import { expect, test } from "vitest";

import type { Statement, Subgraph, Thing } from "./model.ts";
import { THINGS } from "./model.ts";
import { bundles, Scene } from "./scene.ts";
import type { Server } from "./server.ts";

const DRUG: Thing = { iri: `${THINGS}drug/a`, label: "A", kind: "drug" };
const KINASE: Thing = { iri: `${THINGS}protein/k`, label: "K", kind: "protein" };

function claim(number: number, source = DRUG.iri, target = KINASE.iri): Statement {
  return { id: `c${number}`, source, target, relation: "r", label: "potency", claim: `${THINGS}potency/${number}`, evidence: "in vitro" };
}

const INFERRED: Statement = { id: "i", source: DRUG.iri, target: KINASE.iri, relation: "inhibits", label: "inhibits", inferred: true };

/** Answers from a list: what the real server says is tested against the real server. */
function server(answer: Subgraph): Server {
  const neighbours = { ...answer, total: answer.nodes.length, next: null };
  return { edges: () => Promise.resolve(answer), neighbours: () => Promise.resolve(neighbours) } as unknown as Server;
}

async function scene(): Promise<Scene> {
  const made = new Scene();
  await made.apply({ type: "add", thing: "drug/a" }, server({ nodes: [DRUG], edges: [] }));
  await made.apply(
    { type: "expand", thing: "drug/a", relation: "Potency", direction: "claim", offset: 0 },
    server({ nodes: [KINASE], edges: [claim(1), claim(2), INFERRED] }),
  );
  return made;
}

test("expanding brings things and statements in, beside what they came from", async () => {
  const made = await scene();
  expect(made.shownThings).toEqual([DRUG, KINASE]);
  expect(made.cameFrom.get(KINASE.iri)).toBe(DRUG.iri);
  expect(made.shownStatements).toHaveLength(3);
});

test("claims of one kind between two things are one line, from whichever end they were found", () => {
  const [potencies, inferred] = bundles([claim(1), claim(2, KINASE.iri, DRUG.iri), INFERRED]);
  expect(potencies?.label).toBe("potency ×2");
  expect(inferred?.statements).toEqual([INFERRED]);
});

test("hiding a kind hides its statements; evidence and relations can be hidden by themselves", async () => {
  const made = await scene();
  const silent = server({ nodes: [], edges: [] });
  await made.apply({ type: "toggle", facet: "evidence", value: "in vitro" }, silent);
  expect(made.shownStatements).toEqual([INFERRED]);
  await made.apply({ type: "toggle", facet: "evidence", value: "in vitro" }, silent);
  await made.apply({ type: "toggle", facet: "kind", value: "protein" }, silent);
  expect(made.shownThings).toEqual([DRUG]);
  expect(made.shownStatements).toEqual([]);
});

test("paths bring in their things and statements, beside where they begin; without a path nothing comes", async () => {
  const path = { type: "path", from: "drug/a", to: "protein/k", count: 3 } as const;
  const asked = (paths: string[][]): Server => ({ paths: () => Promise.resolve({ nodes: [DRUG, KINASE], edges: [claim(1)], paths }) }) as unknown as Server;
  const made = new Scene();
  await made.apply(path, asked([]));
  expect(made.shownThings).toEqual([]);
  await made.apply(path, asked([["c1"]]));
  expect(made.shownThings).toEqual([DRUG, KINASE]);
  expect(made.shownStatements).toEqual([claim(1)]);
  expect([...made.cameFrom]).toEqual([[KINASE.iri, DRUG.iri]]);
});

test("removing a thing takes its statements with it", async () => {
  const made = await scene();
  await made.apply({ type: "remove", thing: "protein/k" }, server({ nodes: [], edges: [] }));
  expect(made.statements.size).toBe(0);
});
