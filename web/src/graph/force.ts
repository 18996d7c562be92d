/** The layout by forces: fcose on a graph without a screen, from the same start to the same end wherever it runs. */

import cytoscape from "cytoscape";
import fcose from "cytoscape-fcose";

import type { Place, Places, Sketch } from "./placing.ts";
import { relaxed } from "./relaxing.ts";

cytoscape.use(fcose);

const LETTER = 6.2;
const LINE = 14;
const WIDEST_LABEL = 110;
const SEED = 20240229;
const MULTIPLIER = 48_271;
const MODULUS = 2 ** 31 - 1;
/** fcose's best quality, its usual one, and what it takes too long for: then only its first sketch of the whole is used. */
const MOST_PROOFED = 150;
const MOST_COMPLETE = 500;

/** Places for all of a sketch; what is pinned stays where it is. */
export function force(sketch: Sketch, pinned: Places): Map<string, Place> {
  const graph = cytoscape({
    headless: true,
    styleEnabled: true,
    style: [{ selector: "node", style: { width: "data(width)", height: "data(height)" } }],
    elements: {
      nodes: sketch.nodes.map((node) => ({ data: { id: node.id, ...roomOf(node) }, position: { ...(pinned.get(node.id) ?? { x: 0, y: 0 }) } })),
      edges: sketch.lines.map((line, number) => ({ data: { id: `line ${number}`, source: line.source, target: line.target } })),
    },
  });
  const there = new Set(sketch.nodes.map((node) => node.id));
  const fixed = [...pinned].filter(([id]) => there.has(id)).map(([nodeId, position]) => ({ nodeId, position: { ...position } }));
  const isComplete = sketch.nodes.length <= MOST_COMPLETE;
  const options = {
    name: "fcose",
    animate: false,
    fit: false,
    randomize: true,
    quality: qualityFor(sketch.nodes.length),
    nodeSeparation: 120,
    idealEdgeLength: () => 130,
    ...(fixed.length && isComplete ? { fixedNodeConstraint: fixed } : {}),
  };
  withSeed(() => graph.layout(options).run());
  const places = new Map(graph.nodes().map((node) => [node.id(), { x: Math.round(node.position("x")), y: Math.round(node.position("y")) }]));
  graph.destroy();
  return isComplete ? places : relaxed(sketch, places, pinned);
}

function qualityFor(things: number): "proof" | "default" | "draft" {
  if (things > MOST_COMPLETE) return "draft";
  return things > MOST_PROOFED ? "default" : "proof";
}

function roomOf(node: Sketch["nodes"][number]): { width: number; height: number } {
  const width = node.label.length * LETTER;
  const rows = Math.ceil(width / WIDEST_LABEL);
  return { width: Math.max(node.size, Math.min(width, WIDEST_LABEL)), height: node.size + rows * LINE };
}

/** Run something that throws dice, with dice that always fall alike: Park and Miller's generator, x → 48271 x mod 2³¹ − 1. */
function withSeed(run: () => void): void {
  const { random } = Math;
  let state = SEED;
  Math.random = () => {
    state = (state * MULTIPLIER) % MODULUS;
    return state / MODULUS;
  };
  try {
    run();
  } finally {
    Math.random = random;
  }
}
