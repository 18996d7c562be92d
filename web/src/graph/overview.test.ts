import { expect, test } from "vitest";

import type { RelationKind, Schema } from "./model.ts";
import { MOST_LINES, Overview } from "./overview.ts";

function relation(source: string, target: string, edges: number, inferred = false): RelationKind {
  return { source, target, relation: `${source}-${target}-${edges}`, label: "has", direction: "out", edges, inferred };
}

const SCHEMA: Schema = {
  kinds: [
    { kind: "protein", label: "proteins", things: 228 },
    { kind: "drug", label: "drugs", things: 46 },
    { kind: "trial", label: "trial", things: 1 },
  ],
  relations: [relation("drug", "protein", 74, true), relation("protein", "drug", 2, true), relation("drug", "trial", 50), relation("protein", "protein", 7)],
};

test("kinds are dots that say how many there are, larger for more", () => {
  const [proteins, drugs, trial] = new Overview(SCHEMA).nodes;
  expect([proteins?.label, drugs?.label, trial?.label]).toEqual(["228 proteins", "46 drugs", "1 trial"]);
  expect((proteins?.size ?? 0) > (drugs?.size ?? 0)).toBe(true);
});

test("every two kinds are joined by one line with the number of all their edges, dashed where all are inferred", () => {
  const overview = new Overview(SCHEMA);
  expect(overview.lines.map((line) => [line.source, line.target, line.label, line.strokes])).toEqual([
    ["kind protein", "kind drug", "76", "dashed"],
    ["kind drug", "kind trial", "50", "whole"],
    ["kind protein", "kind protein", "7", "whole"],
  ]);
  expect(overview.betweenAt("between protein protein")?.relations).toHaveLength(1);
});

test("rare connections are folded and counted", () => {
  const kinds = Array.from({ length: 10 }, (_, number) => ({ kind: `k${number}`, label: "", things: 1 }));
  const relations = kinds.flatMap((a, x) => kinds.slice(x + 1).map((b, y) => relation(a.kind, b.kind, x + y + 1)));
  const overview = new Overview({ kinds, relations });
  expect(overview.lines).toHaveLength(MOST_LINES);
  expect(overview.folded).toBe(45 - MOST_LINES);
  expect(Math.min(...overview.lines.map((line) => Number(line.label)))).toBeGreaterThanOrEqual(Math.max(...overview.between.slice(MOST_LINES).map((item) => item.edges)));
});
