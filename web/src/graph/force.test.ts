import { expect, test } from "vitest";

import { force } from "./force.ts";
import type { Sketch } from "./placing.ts";

const NODES = Array.from({ length: 30 }, (_, number) => ({ id: String(number), label: `thing ${number}`, kind: "drug", size: 18 }));
const SKETCH: Sketch = { nodes: NODES, lines: NODES.slice(1).map((node, number) => ({ source: String(number >> 1), target: node.id })) };

test("the same things come to the same places, one by one", () => {
  const places = force(SKETCH, new Map());
  expect(places.size).toBe(30);
  expect(force(SKETCH, new Map())).toEqual(places);
  expect(new Set([...places.values()].map((place) => `${place.x} ${place.y}`)).size).toBe(30);
});

test("what is pinned stays", () => {
  const pinned = new Map([["3", { x: 1000, y: 500 }], ["gone", { x: 0, y: 0 }]]);
  expect(force(SKETCH, pinned).get("3")).toEqual({ x: 1000, y: 500 });
});

test("dice thrown elsewhere fall as they like", () => {
  force(SKETCH, new Map());
  expect(Math.random()).not.toBe(Math.random());
});
