/** Lets many things find room: neighbours draw each other near, what stands close pushes away. Pure, and fast for thousands. */

import type { Place, Places, Sketch } from "./placing.ts";

/** How far apart things want to stand. */
const LENGTH = 120;
const REACH = 2 * LENGTH;
const ROUNDS = 160;
const GOLDEN_ANGLE = 2.39996;

interface Body {
  readonly id: string;
  readonly isFixed: boolean;
  x: number;
  y: number;
  dx: number;
  dy: number;
}

/** Places after some rounds of drawing and pushing, from a start; what is pinned stays. (Fruchterman and Reingold 1991, on a grid.) */
export function relaxed(sketch: Sketch, start: Places, pinned: Places): Map<string, Place> {
  const bodies = sketch.nodes.map((node, number): Body => {
    const place = pinned.get(node.id) ?? start.get(node.id) ?? { x: 0, y: 0 };
    const aside = pinned.has(node.id) ? 0 : Math.sqrt(number); // what starts in one place has to begin to part
    return { id: node.id, isFixed: pinned.has(node.id), x: place.x + aside * Math.cos(number * GOLDEN_ANGLE), y: place.y + aside * Math.sin(number * GOLDEN_ANGLE), dx: 0, dy: 0 };
  });
  const byId = new Map(bodies.map((body) => [body.id, body]));
  const springs = sketch.lines.flatMap((line): [Body, Body][] => {
    const [one, other] = [byId.get(line.source), byId.get(line.target)];
    return one && other && one !== other ? [[one, other]] : [];
  });
  for (let round = 0; round < ROUNDS; round += 1) {
    push(bodies);
    for (const [one, other] of springs) draw(one, other);
    move(bodies, LENGTH * (1 - round / ROUNDS));
  }
  return new Map(bodies.map(({ id, x, y }) => [id, { x: Math.round(x), y: Math.round(y) }]));
}

/** Push apart what stands within reach. */
function push(bodies: readonly Body[]): void {
  const cells = new Map<string, Body[]>();
  const cellOf = (body: Body, x: number, y: number): string => `${Math.floor(body.x / REACH) + x} ${Math.floor(body.y / REACH) + y}`;
  for (const body of bodies) {
    const cell = cellOf(body, 0, 0);
    const there = cells.get(cell);
    if (there) there.push(body);
    else cells.set(cell, [body]);
  }
  for (const body of bodies) {
    for (const x of [-1, 0, 1]) {
      for (const y of [-1, 0, 1]) for (const other of cells.get(cellOf(body, x, y)) ?? []) pushBy(body, other);
    }
  }
}

function pushBy(body: Body, other: Body): void {
  if (body === other) return;
  const [x, y] = [body.x - other.x, body.y - other.y];
  const square = Math.max(x * x + y * y, 1);
  if (square > REACH * REACH) return;
  body.dx += (x / square) * LENGTH * LENGTH;
  body.dy += (y / square) * LENGTH * LENGTH;
}

function draw(one: Body, other: Body): void {
  const [x, y] = [one.x - other.x, one.y - other.y];
  const pull = Math.hypot(x, y) / LENGTH;
  one.dx -= x * pull;
  one.dy -= y * pull;
  other.dx += x * pull;
  other.dy += y * pull;
}

/** Move everything that is not fixed, by so much at most. */
function move(bodies: readonly Body[], most: number): void {
  for (const body of bodies) {
    const length = Math.hypot(body.dx, body.dy);
    if (length > 0 && !body.isFixed) {
      body.x += (body.dx / length) * Math.min(length, most);
      body.y += (body.dy / length) * Math.min(length, most);
    }
    body.dx = 0;
    body.dy = 0;
  }
}
