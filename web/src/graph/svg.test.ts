import { expect, test } from "vitest";

import type { DrawnLine, DrawnNode } from "./drawing.ts";
import type { Ink } from "./marks.ts";
import { svg, wrapped } from "./svg.ts";

const INK: Ink = {
  marks: new Map([
    ["drug", { color: "#0072b2", outline: "disc" }],
    ["protein", { color: "#009e73", outline: [[0.5, 0], [1, 1], [0, 1]] }],
  ]),
  text: "#111111",
  line: "#888888",
  alarm: "#a83e00",
  other: "#7a7a7a",
};
const DRUG: DrawnNode = { id: "d", label: "Drug <A>", kind: "drug", size: 18, count: 1, pinned: false };
const KINASE: DrawnNode = { ...DRUG, id: "k", label: "Janus kinase 1 that has a long name", kind: "protein" };
const LINE: DrawnLine = { id: "l", source: "d", target: "k", label: "inhibits", directed: true, disagrees: false, width: 1.25, strokes: "dashed", statements: [] };
const PLACES = new Map([
  ["d", { x: 0, y: 0 }],
  ["k", { x: 100, y: 0 }],
]);

test("marks have the colours and shapes of their kinds, lines the strokes and colours of what they say", () => {
  const text = svg({ nodes: [DRUG, KINASE], lines: [LINE, { ...LINE, id: "m", disagrees: true }], places: PLACES, ink: INK, caption: "of these data" });
  expect(text).toContain('<circle cx="0" cy="0" r="9" fill="#0072b2"/>');
  expect(text).toContain('<polygon points="100,-9 109,9 91,9" fill="#009e73"/>');
  expect(text).toContain('stroke="#888888" stroke-width="1.25" stroke-dasharray="5 4"');
  expect(text).toContain('stroke="#a83e00"');
  expect(text).toContain("Drug &lt;A&gt;");
  expect(text).toContain("inferred from claims</text>");
  expect(text).toContain("of these data</text>");
});

test("several lines between the same two lie side by side", () => {
  const text = svg({ nodes: [DRUG, KINASE], lines: [LINE, { ...LINE, id: "m" }, { ...LINE, id: "n", source: "k", target: "d" }], places: PLACES, ink: INK, caption: "" });
  expect(new Set([...text.matchAll(/ Q(\S+)/g)].map((found) => found[1])).size).toBe(3);
});

test("an empty picture is a picture all the same", () => {
  const text = svg({ nodes: [], lines: [], places: new Map(), ink: INK, caption: "nothing" });
  expect(text).not.toMatch(/Infinity|NaN/);
  expect(text).toContain('viewBox="0 0 480 124"');
});

test("names are broken between words", () => {
  expect(wrapped(KINASE.label)).toEqual(["Janus kinase 1 that", "has a long name"]);
});
