import { expect, test } from "vitest";

import { layered } from "./layers.ts";
import { concentric, grid } from "./layouts.ts";
import { type Place, placeNew, type Places, type Sketch } from "./placing.ts";

function star(count: number): Sketch {
  const nodes = Array.from({ length: count + 1 }, (_, number) => ({ id: String(number), label: `thing ${number}`, kind: number ? "protein" : "drug", size: 18 }));
  return { nodes, lines: nodes.slice(1).map((node) => ({ source: "0", target: node.id })) };
}

function overlaps(places: Places): number {
  const all = [...places.values()];
  return all.flatMap((one, number) => all.slice(number + 1).filter((other) => Math.abs(one.x - other.x) < 100 && Math.abs(one.y - other.y) < 40)).length;
}

function distance(one: Place | undefined, other: Place | undefined): number {
  return one && other ? Math.hypot(one.x - other.x, one.y - other.y) : Infinity;
}

test("what stands stays, what is new comes near what it is connected with and on nothing else", () => {
  const before = new Map([["0", { x: 500, y: -40 }]]);
  const places = placeNew(star(30), before);
  expect(places.get("0")).toEqual({ x: 500, y: -40 });
  expect(overlaps(places)).toBe(0);
  expect(Math.max(...[...places.values()].map((place) => distance(place, places.get("0"))))).toBeLessThan(600);
});

test("the same things come to the same places", () => {
  expect(placeNew(star(20), new Map())).toEqual(placeNew(star(20), new Map()));
});

test("what is connected with two things comes between them; what is connected with nothing comes beside the rest", () => {
  const sketch = star(2);
  const lines = [{ source: "2", target: "0" }, { source: "2", target: "1" }];
  const places = placeNew({ ...sketch, lines }, new Map([["0", { x: 0, y: 0 }], ["1", { x: 600, y: 0 }]]));
  expect(places.get("2")).toEqual({ x: 300, y: 0 });
  const apart = placeNew({ ...sketch, lines: [] }, new Map([["0", { x: 0, y: 0 }], ["1", { x: 600, y: 0 }]]));
  expect(apart.get("2")?.x).toBeGreaterThan(600);
});

test("a large dot keeps others off by its size", () => {
  const { nodes, lines } = star(20);
  const places = placeNew({ nodes: nodes.map((node) => (node.id === "1" ? { ...node, size: 80 } : node)), lines }, new Map());
  const large = places.get("1");
  const others = [...places].filter(([id]) => id !== "1").map(([, place]) => place);
  expect(others.filter((place) => Math.abs(place.x - (large?.x ?? 0)) < 140 && Math.abs(place.y - (large?.y ?? 0)) < 70)).toEqual([]);
});

test("a chain of new things grows from what stands", () => {
  const nodes = star(3).nodes;
  const lines = [{ source: "2", target: "3" }, { source: "1", target: "2" }, { source: "0", target: "1" }];
  const places = placeNew({ nodes, lines }, new Map([["0", { x: 0, y: 0 }]]));
  expect(distance(places.get("2"), places.get("3"))).toBeLessThan(200);
  expect(overlaps(places)).toBe(0);
});

test.each([["layered", layered], ["concentric", concentric], ["grid", grid]] as const)("the layout %s puts nothing on anything else, and always the same", (_, layout) => {
  const sketch = star(60);
  const places = layout(sketch);
  expect(places.size).toBe(61);
  expect(overlaps(places)).toBe(0);
  expect(layout({ ...sketch, nodes: [...sketch.nodes].reverse() })).toEqual(places);
});

test("layers go by kind; what has most neighbours is in the middle", () => {
  const places = layered(star(3));
  expect(places.get("1")?.x).toBeLessThan(places.get("0")?.x ?? 0);
  expect(concentric(star(5)).get("0")).toEqual({ x: 0, y: 0 });
});

test("two thousand things round one are placed without an overlap", () => {
  const places = placeNew(star(2000), new Map());
  expect(places.size).toBe(2001);
  expect(overlaps(places)).toBe(0);
});
