/** Layouts that follow from what is drawn by rule: round what has most neighbours, and in rows. Pure. */

import { byName, layerOf } from "./layers.ts";
import { middleOf, neighboursIn, type Place, type Sketch } from "./placing.ts";

const GRID_GAP = { x: 140, y: 62 };
const RING_GAP = 130;
const ROOM_ON_RING = 104;
type Node = Sketch["nodes"][number];

/** What has most neighbours in the middle, everything else in rings round it, near what it is connected with. */
export function concentric(sketch: Sketch): Map<string, Place> {
  const neighbours = neighboursIn(sketch);
  const degree = (node: Node): number => neighbours.get(node.id)?.length ?? 0;
  const most = Math.max(0, ...sketch.nodes.map(degree));
  const hubs = sketch.nodes.filter((node) => most > 0 && degree(node) * 2 > most).sort(byName);
  const others = sketch.nodes.filter((node) => !hubs.includes(node));
  const places = new Map<string, Place>();
  let radius = hubs.length > 1 ? Math.max(RING_GAP, (hubs.length * ROOM_ON_RING) / (2 * Math.PI)) : 0;
  for (const [number, node] of hubs.entries()) places.set(node.id, onRing(radius, (2 * Math.PI * number) / hubs.length));
  const directions = new Map(others.map((node) => [node.id, direction(node, neighbours, places)]));
  const waiting = others.sort((a, b) => degree(b) - degree(a) || byName(a, b));
  while (waiting.length) {
    radius += RING_GAP;
    const room = Math.max(1, Math.floor((2 * Math.PI * radius) / ROOM_ON_RING));
    const ring = waiting.splice(0, room).sort((a, b) => (directions.get(a.id) ?? 0) - (directions.get(b.id) ?? 0) || byName(a, b));
    for (const [number, node] of ring.entries()) places.set(node.id, onRing(radius, (2 * Math.PI * number) / ring.length));
  }
  return places;
}

/** Where a thing is drawn to from the middle, as an angle from 0 to 2π. */
function direction(node: Node, neighbours: ReadonlyMap<string, string[]>, places: ReadonlyMap<string, Place>): number {
  const middle = middleOf((neighbours.get(node.id) ?? []).flatMap((id) => places.get(id) ?? []));
  const angle = Math.atan2(middle.y, middle.x);
  return angle < 0 ? angle + 2 * Math.PI : angle;
}

function onRing(radius: number, angle: number): Place {
  return { x: Math.round(radius * Math.cos(angle)), y: Math.round(radius * Math.sin(angle)) };
}

/** Rows of things by kind and name, as wide as a screen is. */
export function grid(sketch: Sketch): Map<string, Place> {
  const columns = Math.max(1, Math.round(Math.sqrt(sketch.nodes.length * 0.8)));
  const nodes = [...sketch.nodes].sort((a, b) => layerOf(a.kind) - layerOf(b.kind) || a.kind.localeCompare(b.kind, "en") || byName(a, b));
  return new Map(nodes.map((node, number) => [node.id, { x: (number % columns) * GRID_GAP.x, y: Math.floor(number / columns) * GRID_GAP.y }]));
}
