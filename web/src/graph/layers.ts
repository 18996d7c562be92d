/** The layout by layers: kinds from left to right, in each layer what has the same neighbours together, so that lines cross little. Pure. */

import { neighboursIn, type Place, type Sketch } from "./placing.ts";

/** Between layers: the wider, the more of a line is seen; as narrow as names allow where there are many layers. */
const LAYER_GAP = { least: 165, most: 230 };
const COLUMN_GAP = 140;
const LETTER = 6.2;
const WIDEST_LABEL = 110;
const ROW = { space: 14, line: 14 };
/** The frame that the whole should fill, and how far a layer may be drawn out for it. */
const FRAME = { width: 830, height: 720 };
/** Beyond this names need not grow. */
const LARGEST = 1.25;
const FULL = 0.8;
const MOST_STRETCH = 2.2;
const SWEEPS = 6;
/** The height of the room for lines that pass. */
const FREE = 60;
/** Kinds from left to right: from cytokine to drug and from drug to result. */
const LAYERS = ["disease", "manifestation", "cytokine", "receptor", "protein", "drug", "trial", "arm", "endpoint", "outcome-measure"];

type Node = Sketch["nodes"][number];

/** A place in a layer: of a thing, or one that is left free for a line that passes. */
interface Slot {
  readonly id: string;
  readonly name: string;
  readonly height: number;
}

export function layerOf(kind: string): number {
  const place = LAYERS.indexOf(kind);
  return place < 0 ? LAYERS.length : place;
}

export function byName(a: Node, b: Node): number {
  return a.label.localeCompare(b.label, "en") || a.id.localeCompare(b.id, "en");
}

/** Places by layers: the kinds from left to right, each layer as high as the frame allows. */
export function layered(sketch: Sketch): Map<string, Place> {
  const layers = slotsByLayer(sketch);
  const neighbours = neighboursAlong(sketch, layers);
  arrange(layers, neighbours);
  const { rows: most, gap, width, height } = shapeFor(layers);
  const room = FULL * Math.max(height, (width * FRAME.height) / FRAME.width);
  const places = new Map<string, Place>();
  let x = 0;
  for (const slots of layers) {
    const columns = Math.ceil(slots.length / most);
    for (const [id, place] of columnsOf(slots, columns, room)) if (!id.startsWith("free ")) places.set(id, { x: x + place.x, y: place.y });
    x += (columns - 1) * COLUMN_GAP + gap;
  }
  return places;
}

/** The things of each kind that there is, with room for lines that pass from one layer to another over those between. */
function slotsByLayer(sketch: Sketch): Slot[][] {
  const present = [...new Set(sketch.nodes.map((node) => layerOf(node.kind)))].sort((a, b) => a - b);
  const layers = present.map((layer): Slot[] => sketch.nodes.filter((node) => layerOf(node.kind) === layer).sort(byName).map(slotOf));
  const place = new Map(sketch.nodes.map((node) => [node.id, present.indexOf(layerOf(node.kind))]));
  for (const [number, slots] of layers.entries()) {
    const passing = new Set(sketch.lines.flatMap((line) => (passes(number, place.get(line.source), place.get(line.target)) ? [freeId(number, line)] : [])));
    if (passing.size <= slots.length + 3) slots.push(...[...passing].sort().map((id) => ({ id, name: id, height: FREE })));
  }
  return layers;
}

function passes(layer: number, one: number | undefined, other: number | undefined): boolean {
  return one !== undefined && other !== undefined && Math.min(one, other) < layer && layer < Math.max(one, other);
}

/** All lines at one thing pass a layer together. */
function freeId(layer: number, line: Sketch["lines"][number]): string {
  return `free ${layer} ${line.source}`;
}

function slotOf(node: Node): Slot {
  const lines = Math.max(1, Math.ceil((node.label.length * LETTER) / WIDEST_LABEL));
  return { id: node.id, name: node.label, height: node.size + lines * ROW.line + ROW.space };
}

/** What a slot is drawn to: the neighbours of a thing; of a free one the thing whose lines pass. */
function neighboursAlong(sketch: Sketch, layers: readonly Slot[][]): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, readonly string[]>(neighboursIn(sketch));
  for (const slot of layers.flat()) {
    const [, , ...source] = slot.id.startsWith("free ") ? slot.id.split(" ") : [];
    if (source.length) found.set(slot.id, [source.join(" ")]);
  }
  return found;
}

/** Put each layer in the order of the middle of what its things are drawn to, again and again, there and back. */
function arrange(layers: readonly Slot[][], neighbours: ReadonlyMap<string, readonly string[]>): void {
  const height = new Map<string, number>();
  const measure = (slots: readonly Slot[]): void => {
    for (const [number, slot] of slots.entries()) height.set(slot.id, (number + 0.5) / slots.length);
  };
  for (const slots of layers) measure(slots);
  for (let sweep = 0; sweep < SWEEPS; sweep += 1) {
    for (const slots of sweep % 2 ? [...layers].reverse() : layers) {
      const drawn = new Map(slots.map((slot) => [slot.id, middle(neighbours.get(slot.id) ?? [], height)]));
      slots.sort((a, b) => (drawn.get(a.id) ?? 0) - (drawn.get(b.id) ?? 0) || together(a, b, neighbours) || a.name.localeCompare(b.name, "en") || a.id.localeCompare(b.id, "en"));
      measure(slots);
    }
  }
}

function middle(ids: readonly string[], height: ReadonlyMap<string, number>): number {
  const all = ids.flatMap((id) => height.get(id) ?? []);
  return all.length ? Math.round((1000 * all.reduce((sum, item) => sum + item, 0)) / all.length) / 1000 : 0.5;
}

/** Things with the very same neighbours stand together. */
function together(a: Slot, b: Slot, neighbours: ReadonlyMap<string, readonly string[]>): number {
  const [one, other] = [a, b].map((slot) => [...(neighbours.get(slot.id) ?? [])].sort().join(" "));
  return (one ?? "").localeCompare(other ?? "", "en");
}

interface Shape {
  /** How many things at most stand one above the other. */
  readonly rows: number;
  /** How far one layer is from the next. */
  readonly gap: number;
  readonly width: number;
  readonly height: number;
}

/** The shape of the whole in which its names are largest in the frame; of equals the one with fewest columns. */
function shapeFor(layers: readonly Slot[][]): Shape {
  const longest = Math.max(1, ...layers.map((slots) => slots.length));
  const shapes = Array.from({ length: longest }, (_, number): Shape => {
    const rows = longest - number;
    const columns = layers.map((slots) => Math.ceil(slots.length / rows));
    const taken = columns.reduce((sum, count) => sum + (count - 1) * COLUMN_GAP, WIDEST_LABEL);
    const gap = Math.min(LAYER_GAP.most, Math.max(LAYER_GAP.least, Math.floor((FRAME.width - taken) / Math.max(1, layers.length - 1))));
    const width = (layers.length - 1) * gap + taken;
    const height = Math.max(1, ...layers.map((slots, layer) => heightOf(slots) / (columns[layer] ?? 1)));
    return { rows, gap, width, height };
  });
  const scale = ({ width, height }: Shape): number => Math.min(FRAME.width / width, FRAME.height / height, LARGEST);
  return shapes.reduce((best, shape) => (scale(shape) > scale(best) ? shape : best));
}

function heightOf(slots: readonly Slot[]): number {
  return slots.reduce((sum, slot) => sum + slot.height, 0);
}

/** Slots in columns, from row to row, each column a part of a row below the one before, so that lines pass between names. */
function columnsOf(slots: readonly Slot[], columns: number, room: number): [string, Place][] {
  const rows = Array.from({ length: Math.ceil(slots.length / columns) }, (_, row) => slots.slice(row * columns, (row + 1) * columns));
  const natural = rows.map((row) => Math.max(...row.map((slot) => slot.height)));
  const stretch = Math.min(MOST_STRETCH, Math.max(1, room / natural.reduce((sum, height) => sum + height, 0)));
  const heights = natural.map((height) => height * stretch);
  let y = -heights.reduce((sum, height) => sum + height, 0) / 2;
  return rows.flatMap((row, number) => {
    const height = heights[number] ?? 0;
    const middle = y + height / 2;
    y += height;
    return row.map((slot, column): [string, Place] => [slot.id, { x: column * COLUMN_GAP, y: Math.round(middle + height * ((column + 0.5) / columns - 0.5)) }]);
  });
}
