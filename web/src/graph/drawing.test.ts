import { expect, test } from "vitest";

import { drawingOf, groupLabel } from "./drawing.ts";
import { type Statement, TERMS, type Thing, THINGS } from "./model.ts";
import { Scene } from "./scene.ts";

/** A scene of stars: so many hubs, each with so many neighbours of its own, and the hubs in a ring. */
function stars(hubs: number, each: number): Scene {
  const scene = new Scene();
  const add = (id: string, kind: string): Thing => {
    const thing = { iri: THINGS + id, label: id, kind };
    scene.things.set(thing.iri, thing);
    return thing;
  };
  const join = (source: string, target: string, relation: string): void => {
    const item: Statement = { id: `${source} ${target}`, source, target, relation: TERMS + relation, label: relation };
    scene.statements.set(item.id, item);
  };
  for (let hub = 0; hub < hubs; hub += 1) {
    const { iri } = add(`drug/${hub}`, "drug");
    scene.added.add(iri);
    if (hub) join(`${THINGS}drug/${hub - 1}`, iri, "next");
    for (let number = 0; number < each; number += 1) join(iri, add(`protein/${hub}-${number}`, "protein").iri, "inhibits");
  }
  return scene;
}

test("a group is one dot with its number, joined to its thing by one line with the number of statements", () => {
  const { nodes, lines } = drawingOf(stars(1, 12));
  expect(nodes.map((node) => [node.label, node.count])).toEqual([["drug/0", 1], ["12 proteins", 12]]);
  expect(lines.map((line) => [line.source, line.target, line.label])).toEqual([[`${THINGS}drug/0`, "group drug/0 protein inhibits.o", "inhibits ×12"]]);
  expect((nodes[1]?.size ?? 0) > (nodes[0]?.size ?? 0)).toBe(true);
});

test("an open group is drawn as its things until there are too many", () => {
  const scene = stars(3, 12);
  for (let hub = 0; hub < 3; hub += 1) scene.opened.add(`group drug/${hub} protein inhibits.o`);
  expect(drawingOf(scene, 39).nodes).toHaveLength(39);
  const crowded = drawingOf(scene, 38);
  expect(crowded.crowded).toBe(true);
  expect(crowded.nodes).toHaveLength(6);
});

test("where groups of siblings do not help, the things with fewest lines stand as one group of each kind", () => {
  const scene = stars(60, 0);
  const drawn = drawingOf(scene, 20);
  expect(drawn.nodes).toHaveLength(21);
  expect(drawn.nodes.at(-1)?.label).toBe("40 drugs");
  expect(drawn.lines.every((line) => drawn.nodes.some((node) => node.id === line.source) && drawn.nodes.some((node) => node.id === line.target))).toBe(true);
});

test("groups are called by number and kind", () => {
  const members = (count: number): Thing[] => Array.from({ length: count }, () => ({ iri: "", label: "", kind: "" }));
  expect(groupLabel({ kind: "autoantibody", members: members(9) })).toBe("9 autoantibodies");
  expect(groupLabel({ kind: "outcome-measure", members: members(10) })).toBe("10 outcome measures");
});
