import { expect, test } from "vitest";

import { layered } from "./layers.ts";
import type { Sketch } from "./placing.ts";

function sketch(kinds: Readonly<Record<string, string>>, lines: readonly string[]): Sketch {
  const nodes = Object.entries(kinds).map(([id, kind]) => ({ id, label: id, kind, size: 18 }));
  return { nodes, lines: lines.map((line) => ({ source: line.split(" ")[0] ?? "", target: line.split(" ")[1] ?? "" })) };
}

test("what has the same neighbours stands together, near them", () => {
  const drugs = Object.fromEntries(["a", "b", "c", "d", "e", "f"].map((id) => [id, "drug"]));
  const places = layered(sketch({ one: "protein", two: "protein", ...drugs }, ["a one", "c one", "e one", "b two", "d two", "f two"]));
  const order = ["a", "b", "c", "d", "e", "f"].sort((x, y) => (places.get(x)?.y ?? 0) - (places.get(y)?.y ?? 0));
  expect(["ace", "bdf"]).toContain(order.slice(0, 3).sort().join(""));
  const upper = order[0] === "a" || order[0] === "c" || order[0] === "e" ? "one" : "two";
  expect(places.get(upper)?.y).toBeLessThan(places.get(upper === "one" ? "two" : "one")?.y ?? 0);
});

test("a line over a layer passes beside what stands there", () => {
  const places = layered(sketch({ d: "disease", drug: "drug", t: "trial" }, ["t d", "t drug"]));
  expect(Math.abs((places.get("drug")?.y ?? 0) - (places.get("t")?.y ?? 0))).toBeGreaterThan(15);
});

test("names of several lines have the room that they need", () => {
  const long = "week 52, systemic lupus erythematosus responder index 4, secondary";
  const nodes = [0, 1, 2].map((number) => ({ id: String(number), label: `${long} ${number}`, kind: "endpoint", size: 18 }));
  const heights = [...layered({ nodes, lines: [] }).values()].map((place) => place.y).sort((a, b) => a - b);
  expect((heights[1] ?? 0) - (heights[0] ?? 0)).toBeGreaterThanOrEqual(18 + 4 * 14);
});

test("many things of a kind take columns, so that the whole is about as wide as high", () => {
  const kinds = Object.fromEntries(Array.from({ length: 60 }, (_, number) => [`drug ${number}`, "drug"]));
  const all = [...layered(sketch({ k: "protein", ...kinds }, Object.keys(kinds).map(() => "k k"))).values()];
  const width = Math.max(...all.map(({ x }) => x)) - Math.min(...all.map(({ x }) => x));
  const height = Math.max(...all.map(({ y }) => y)) - Math.min(...all.map(({ y }) => y));
  expect(width / height).toBeGreaterThan(0.5);
  expect(width / height).toBeLessThan(2);
});
