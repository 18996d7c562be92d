import { expect, test } from "vitest";

import type { Statement, Subgraph, Thing } from "./model.ts";
import { THINGS } from "./model.ts";
import { Scene } from "./scene.ts";
import type { Server } from "./server.ts";

const DRUG: Thing = { iri: `${THINGS}drug/a`, label: "A", kind: "drug" };
const KINASE: Thing = { iri: `${THINGS}protein/k`, label: "K", kind: "protein" };
const EXPANSION = { type: "expand", thing: "drug/a", relation: "Potency", direction: "claim", offset: 0 } as const;
const NOTHING = server({ nodes: [], edges: [] });

function claim(number: number): Statement {
  const said = { claim: `${THINGS}potency/${number}`, evidence: "in vitro", keys: { evidence: "in-vitro" } };
  return { id: `c${number}`, source: DRUG.iri, target: KINASE.iri, relation: "Potency", label: "potency", ...said };
}

const INFERRED: Statement = { id: "i", source: DRUG.iri, target: KINASE.iri, relation: "inhibits", label: "inhibits", inferred: true };

/** Answers from a list: what the real server says is tested against the real server. */
function server(answer: Subgraph): Server {
  const neighbours = { ...answer, total: answer.nodes.length, next: null };
  return { edges: () => Promise.resolve(answer), neighbours: () => Promise.resolve(neighbours) } as unknown as Server;
}

async function scene(edges: readonly Statement[] = [claim(1), claim(2), INFERRED]): Promise<Scene> {
  const made = new Scene();
  await made.apply({ type: "add", thing: "drug/a" }, server({ nodes: [DRUG], edges: [] }));
  await made.apply(EXPANSION, server({ nodes: [KINASE], edges }));
  return made;
}

test("expanding brings things and statements in; only what was named stands by itself", async () => {
  const made = await scene();
  expect(made.shownThings).toEqual([DRUG, KINASE]);
  expect([...made.added]).toEqual([DRUG.iri]);
  expect(made.shownStatements).toHaveLength(3);
  expect(made.neighboursShown(DRUG.iri, "Potency", "claim")).toBe(1);
  expect(made.neighboursShown(KINASE.iri, "inhibits", "in")).toBe(1);
  expect(made.neighboursShown(KINASE.iri, "inhibits", "out")).toBe(0);
});

test("hiding a kind hides its statements; evidence and relations can be hidden by themselves", async () => {
  const made = await scene();
  await made.apply({ type: "toggle", facet: "evidence", value: "in-vitro" }, NOTHING);
  expect(made.shownStatements).toEqual([INFERRED]);
  await made.apply({ type: "toggle", facet: "evidence", value: "in-vitro" }, NOTHING);
  await made.apply({ type: "toggle", facet: "kind", value: "protein" }, NOTHING);
  expect(made.shownThings).toEqual([DRUG]);
  expect(made.shownStatements).toEqual([]);
});

test("what loses its last statement to the filter goes, what was named stays", async () => {
  const made = await scene([claim(1)]);
  await made.apply({ type: "toggle", facet: "evidence", value: "in-vitro" }, NOTHING);
  expect(made.shownThings).toEqual([DRUG]);
  await made.apply({ type: "toggle", facet: "evidence", value: "in-vitro" }, NOTHING);
  expect(made.shownThings).toEqual([DRUG, KINASE]);
});

test("paths bring in their things and statements; without a path, or with one that the filter hides, nothing comes", async () => {
  const path = { type: "path", things: ["drug/a", "protein/k"], count: 3, hops: 4, without: [] } as const;
  const asked = (paths: string[][]): Server => ({ paths: () => Promise.resolve({ nodes: [DRUG, KINASE], edges: [claim(1)], paths }) }) as unknown as Server;
  const made = new Scene();
  await made.apply(path, asked([]));
  await made.apply({ type: "toggle", facet: "evidence", value: "in-vitro" }, NOTHING);
  await made.apply(path, asked([["c1"]]));
  expect(made.shownThings).toEqual([]);
  await made.apply({ type: "all", facet: "evidence" }, NOTHING);
  await made.apply(path, asked([["c1"]]));
  expect(made.shownThings).toEqual([DRUG, KINASE]);
  expect(made.shownStatements).toEqual([claim(1)]);
  expect(made.found.map((item) => item.paths.length)).toEqual([0, 0, 1]);
});

test("between three things paths are looked for between each two", async () => {
  const asked: string[] = [];
  const recorder = { paths: (from: string, to: string) => (asked.push(`${from} ${to}`), Promise.resolve({ nodes: [], edges: [], paths: [] })) } as unknown as Server;
  await new Scene().apply({ type: "path", things: ["a", "b", "c"], count: 1, hops: 2, without: [] }, recorder);
  expect(asked).toEqual(["a b", "a c", "b c"]);
});

test("removing a thing takes its statements with it", async () => {
  const made = await scene();
  await made.apply({ type: "remove", thing: "protein/k" }, NOTHING);
  expect(made.statements.size).toBe(0);
});

test("many things come in by name in portions that the server takes, each with what is there already", async () => {
  const asked: (readonly string[])[] = [];
  const things = Array.from({ length: 120 }, (_, number) => `drug/${number}`);
  const all = { edges: (iris: readonly string[]) => (asked.push(iris), Promise.resolve({ nodes: iris.map((iri) => ({ iri: THINGS + iri, label: iri, kind: "drug" })), edges: [] })) } as unknown as Server;
  const made = new Scene();
  await made.apply({ type: "bring", things }, all);
  expect(made.things.size).toBe(120);
  expect(Math.max(...asked.map((iris) => iris.length))).toBeLessThanOrEqual(100);
});

test("all statements between what is shown come in, whatever the order of steps was", async () => {
  const made = await scene([claim(1)]);
  await made.apply({ type: "join" }, server({ nodes: [], edges: [INFERRED] }));
  expect(made.shownStatements).toEqual([claim(1), INFERRED]);
  const asked: string[] = [];
  const many = { edges: (iris: readonly string[]) => (asked.push(...iris.flatMap((one) => iris.map((other) => `${one} ${other}`))), Promise.resolve({ nodes: iris.map((iri) => ({ iri: THINGS + iri, label: iri, kind: "drug" })), edges: [] })) } as unknown as Server;
  await made.apply({ type: "bring", things: Array.from({ length: 160 }, (_, number) => `drug/${number}`) }, many);
  asked.length = 0;
  await made.apply({ type: "join" }, many);
  expect(new Set(asked).size).toBe(162 * 162);
});

test("pins stay until they are taken out", async () => {
  const made = await scene();
  await made.apply({ type: "pin", id: "drug/a", x: 1, y: 2 }, NOTHING);
  expect(made.pins.get(DRUG.iri)).toEqual({ x: 1, y: 2 });
  await made.apply({ type: "unpin", id: "drug/a" }, NOTHING);
  expect(made.pins.size).toBe(0);
});
