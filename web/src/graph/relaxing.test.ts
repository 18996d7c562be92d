import { expect, test } from "vitest";

import type { Sketch } from "./placing.ts";
import { relaxed } from "./relaxing.ts";

function chain(count: number): Sketch {
  const nodes = Array.from({ length: count }, (_, number) => ({ id: String(number), label: "", kind: "drug", size: 18 }));
  return { nodes, lines: nodes.slice(1).map((node, number) => ({ source: String(number >> 2), target: node.id })) };
}

test("what started in one place parts, and neighbours stay near", () => {
  const sketch = chain(200);
  const places = relaxed(sketch, new Map(), new Map());
  expect(new Set([...places.values()].map(({ x, y }) => `${x} ${y}`)).size).toBe(200);
  const lengths = sketch.lines.map(({ source, target }) => {
    const [one, other] = [places.get(source), places.get(target)];
    return one && other ? Math.hypot(one.x - other.x, one.y - other.y) : Infinity;
  });
  const all = [...places.values()];
  const width = Math.max(...all.map(({ x }) => x)) - Math.min(...all.map(({ x }) => x));
  expect(lengths.reduce((sum, length) => sum + length) / lengths.length).toBeLessThan(width / 3);
  expect(relaxed(sketch, new Map(), new Map())).toEqual(places);
});

test("what is pinned stays", () => {
  expect(relaxed(chain(20), new Map(), new Map([["3", { x: 700, y: -3 }]])).get("3")).toEqual({ x: 700, y: -3 });
});
