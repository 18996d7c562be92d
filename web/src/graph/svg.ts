/** The picture as SVG for print: marks, lines and names where they stand, what they mean, and of which data. Pure. */

import type { DrawnLine, DrawnNode } from "./drawing.ts";
import { CLASSES, INFERRED, MADE, PATTERNS, STATED } from "./evidence.ts";
import type { Ink, Mark } from "./marks.ts";
import type { Place, Places } from "./placing.ts";
import { xml } from "./xml.ts";

export interface Print {
  readonly nodes: readonly DrawnNode[];
  readonly lines: readonly DrawnLine[];
  readonly places: Places;
  readonly ink: Ink;
  /** Of which data it is. */
  readonly caption: string;
}

interface Frame {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

const MARGIN = { x: 80, y: 40 };
const FOOT = 84;
const FOOT_STEP = 20;
const LEAST_WIDTH = 480;
const LETTER = 5.5;
const LINE_OF_NAME = 20;
const NAME_STEP = 13;
const SIDESTEP = 15;
const MOST_NAMED = 16;
const FONT = 'font-family="system-ui, sans-serif"';

export function svg(print: Print): string {
  const frame = frameOf(print);
  const { left, top, width, height } = frame;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="${left} ${top} ${width} ${height}" width="${width}" height="${height}" ${FONT}>`,
    `<title>${xml(print.caption)}</title>`,
    `<rect x="${left}" y="${top}" width="${width}" height="${height}" fill="#fff"/>`,
    ...strokes(print),
    ...print.nodes.flatMap((node) => dot(node, print)),
    ...foot(print, frame),
    "</svg>",
    "",
  ].join("\n");
}

/** What is drawn with its names, and room for the foot. */
function frameOf({ nodes, places, caption }: Print): Frame {
  const all = nodes.flatMap((node) => places.get(node.id) ?? []);
  const least = Math.max(LEAST_WIDTH, caption.length * LETTER + 32);
  if (all.length === 0) return { left: 0, top: 0, width: least, height: FOOT + MARGIN.y };
  const [left, top] = [Math.min(...all.map((place) => place.x)) - MARGIN.x, Math.min(...all.map((place) => place.y)) - MARGIN.y];
  const right = Math.max(...all.map((place) => place.x)) + MARGIN.x;
  const bottom = Math.max(...all.map((place) => place.y)) + MARGIN.y + NAME_STEP;
  return { left, top, width: Math.max(least, right - left), height: bottom + FOOT - top };
}

function strokes({ nodes, lines, places, ink }: Print): string[] {
  const radii = new Map(nodes.map((node) => [node.id, node.size / 2]));
  const drawn = new Map<string, number>();
  return lines.flatMap((line) => {
    const [from, to] = [places.get(line.source), places.get(line.target)];
    if (!from || !to) return [];
    const pair = [line.source, line.target].sort().join(" ");
    const number = drawn.get(pair) ?? 0;
    drawn.set(pair, number + 1);
    const middle = beside(from, to, number, line.source > line.target);
    const dash = PATTERNS[line.strokes].join(" ");
    const color = line.disagrees ? ink.alarm : ink.line;
    const parts = [`<path d="M${at(from)} Q${at(middle)} ${at(to)}" fill="none" stroke="${color}" stroke-width="${line.width}"${dash ? ` stroke-dasharray="${dash}"` : ""}><title>${xml(line.label)}</title></path>`];
    if (line.directed) parts.push(arrow(middle, to, (radii.get(line.target) ?? 0) + 1, color));
    const half = { x: (from.x + 2 * middle.x + to.x) / 4, y: (from.y + 2 * middle.y + to.y) / 4 };
    if (lines.length <= MOST_NAMED) parts.push(label(half, upright(Math.atan2(to.y - from.y, to.x - from.x)), line.label, ink));
    return parts;
  });
}

/** The point that bends a line, so that several between the same two lie side by side; the first is straight. */
function beside(from: Place, to: Place, number: number, turned: boolean): Place {
  const length = Math.hypot(to.x - from.x, to.y - from.y) || 1;
  const side = (number % 2 ? 1 : -1) * (turned ? -1 : 1) * Math.ceil(number / 2) * SIDESTEP * 2;
  return { x: (from.x + to.x) / 2 - (side * (to.y - from.y)) / length, y: (from.y + to.y) / 2 + (side * (to.x - from.x)) / length };
}

function arrow(from: Place, to: Place, gap: number, color: string): string {
  const length = Math.hypot(to.x - from.x, to.y - from.y) || 1;
  const [x, y] = [(to.x - from.x) / length, (to.y - from.y) / length];
  const tip = { x: to.x - x * gap, y: to.y - y * gap };
  const corners = [tip, { x: tip.x - 8 * x - 4 * y, y: tip.y - 8 * y + 4 * x }, { x: tip.x - 8 * x + 4 * y, y: tip.y - 8 * y - 4 * x }];
  return `<polygon points="${corners.map(at).join(" ")}" fill="${color}"/>`;
}

/** The turn of a line in degrees, so that text along it is not upside down. */
function upright(radians: number): number {
  const degrees = rounded((radians * 180) / Math.PI);
  return degrees > 90 ? degrees - 180 : degrees < -90 ? degrees + 180 : degrees;
}

function label(place: Place, turn: number, text: string, ink: Ink): string {
  const [x, y] = [rounded(place.x), rounded(place.y)];
  return `<text x="${x}" y="${y}" transform="rotate(${turn} ${x} ${y})" font-size="9" fill="${ink.text}" stroke="#fff" stroke-width="2" paint-order="stroke" text-anchor="middle">${xml(text)}</text>`;
}

function dot(node: DrawnNode, { places, ink }: Print): string[] {
  const place = places.get(node.id);
  if (!place) return [];
  const shape = mark(ink.marks.get(node.kind), { x: place.x - node.size / 2, y: place.y - node.size / 2 }, node.size, ink.other);
  const ring = node.count > 1 ? `<circle cx="${rounded(place.x)}" cy="${rounded(place.y)}" r="${node.size / 2 + 3}" fill="none" stroke="${ink.line}" stroke-width="1.5"/>` : "";
  const lines = wrapped(node.label).map((text, number) => `<tspan x="${rounded(place.x)}" dy="${number ? NAME_STEP : 0}">${xml(text)}</tspan>`);
  const name = `<text x="${rounded(place.x)}" y="${rounded(place.y + node.size / 2 + NAME_STEP)}" font-size="11" fill="${ink.text}" stroke="#fff" stroke-width="3" paint-order="stroke" text-anchor="middle">${lines.join("")}</text>`;
  return [`<g>${ring}${shape}${name}</g>`];
}

function mark(drawn: Mark | undefined, corner: Place, size: number, other: string): string {
  if (!drawn || drawn.outline === "disc") {
    return `<circle cx="${rounded(corner.x + size / 2)}" cy="${rounded(corner.y + size / 2)}" r="${size / 2}" fill="${drawn?.color ?? other}"/>`;
  }
  const points = drawn.outline.map(([x, y]) => at({ x: corner.x + x * size, y: corner.y + y * size }));
  return `<polygon points="${points.join(" ")}" fill="${drawn.color}"/>`;
}

/** The kinds by their marks, the evidence by its lines, and the caption. */
function foot({ nodes, lines, ink, caption }: Print, frame: Frame): string[] {
  const start = { x: frame.left + 16, y: frame.top + frame.height - FOOT + 24 };
  const kinds = [...new Set(nodes.map((node) => node.kind))].sort();
  const evidence = [...CLASSES, STATED, INFERRED, MADE].filter((item) => lines.some(({ width, strokes }) => width === item.width && strokes === item.strokes));
  return [
    ...row(kinds.map((kind) => [kind.replaceAll("-", " "), (place) => mark(ink.marks.get(kind), { x: place.x + 4, y: place.y - 9 }, 10, ink.other)]), start, ink),
    ...row(evidence.map((item) => [item.words, (place) => sample(item, place, ink)]), { x: start.x, y: start.y + FOOT_STEP }, ink),
    words(start.x, start.y + 2 * FOOT_STEP, caption, ink),
  ];
}

type Item = readonly [words: string, drawn: (place: Place) => string];

function row(items: readonly Item[], start: Place, ink: Ink): string[] {
  let { x } = start;
  return items.map(([text, drawn]) => {
    const item = drawn({ x, y: start.y }) + words(x + 24, start.y, text, ink);
    x += 24 + text.length * LETTER + 16;
    return item;
  });
}

function words(x: number, y: number, text: string, ink: Ink): string {
  return `<text x="${rounded(x)}" y="${rounded(y)}" font-size="10" fill="${ink.text}">${xml(text)}</text>`;
}

function sample({ width, strokes }: Pick<DrawnLine, "width" | "strokes">, place: Place, ink: Ink): string {
  return `<path d="M${at({ x: place.x, y: place.y - 4 })} h18" stroke="${ink.line}" stroke-width="${width}" stroke-dasharray="${PATTERNS[strokes].join(" ")}"/>`;
}

/** A name in lines of readable length. */
export function wrapped(name: string): string[] {
  const lines: string[] = [];
  for (const word of name.split(" ")) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + word.length < LINE_OF_NAME) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}

function at(place: Place): string {
  return `${rounded(place.x)},${rounded(place.y)}`;
}

function rounded(number: number): number {
  return Math.round(number * 10) / 10;
}
