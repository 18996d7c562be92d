/** Where new things go: near what they are connected with, on free ground, while everything else stays. Pure. */

export interface Place {
  readonly x: number;
  readonly y: number;
}

export type Places = ReadonlyMap<string, Place>;

/** What a drawing must say to be laid out. */
export interface Sketch {
  readonly nodes: readonly { readonly id: string; readonly label: string; readonly kind: string; readonly size: number }[];
  readonly lines: readonly { readonly source: string; readonly target: string }[];
}

/** The room that the usual dot and its name take. */
const ROOM = { x: 112, y: 46, size: 18 };
const RING = 165;
const NEXT_RING = 62;
/** How far apart on a ring places are tried. */
const STEP = 28;
const MOST_RINGS = 60;

/** A place with how much more room than usual is taken there, on each side. */
interface Taken extends Place {
  readonly more: number;
}

/** Ground that is taken, in cells of the room that a thing takes. */
class Ground {
  readonly #cells = new Map<string, Taken[]>();
  #most = 0;

  take(place: Place, size: number): void {
    const more = Math.max(0, size - ROOM.size) / 2;
    this.#most = Math.max(this.#most, more);
    const cell = this.#cell(place, 0, 0);
    const there = this.#cells.get(cell);
    if (there) there.push({ ...place, more });
    else this.#cells.set(cell, [{ ...place, more }]);
  }

  isFree(place: Place, size: number): boolean {
    const own = Math.max(0, size - ROOM.size) / 2;
    const reach = 1 + Math.ceil((own + this.#most) / ROOM.y);
    for (let x = -reach; x <= reach; x += 1) {
      for (let y = -reach; y <= reach; y += 1) {
        const near = this.#cells.get(this.#cell(place, x, y)) ?? [];
        if (near.some((other) => Math.abs(other.x - place.x) < ROOM.x + own + other.more && Math.abs(other.y - place.y) < ROOM.y + own + other.more)) return false;
      }
    }
    return true;
  }

  #cell(place: Place, x: number, y: number): string {
    return `${Math.floor(place.x / ROOM.x) + x} ${Math.floor(place.y / ROOM.y) + y}`;
  }
}

/** Every place there is, and one for each thing of the sketch that had none. */
export function placeNew(sketch: Sketch, places: Places): Map<string, Place> {
  const known = new Map(places);
  const ground = new Ground();
  for (const node of sketch.nodes) {
    const place = known.get(node.id);
    if (place) ground.take(place, node.size);
  }
  const neighbours = neighboursIn(sketch);
  const full = new Map<string, number>();
  const sizes = new Map(sketch.nodes.map((node) => [node.id, node.size]));
  let waiting = sketch.nodes.map((node) => node.id).filter((id) => !known.has(id));
  while (waiting.length) {
    const ready = waiting.filter((id) => neighbours.get(id)?.some((other) => known.has(other)));
    const middle = middleOf([...known.values()]);
    for (const id of ready.length ? ready : waiting.slice(0, 1)) {
      const near = (neighbours.get(id) ?? []).flatMap((other) => known.get(other) ?? []);
      const size = sizes.get(id) ?? ROOM.size;
      const isFree = (place: Place): boolean => ground.isFree(place, size);
      const place = near.length ? beside(near, middle, isFree, full) : apart(known, sketch, isFree);
      known.set(id, place);
      ground.take(place, size);
    }
    waiting = waiting.filter((id) => !known.has(id));
  }
  return known;
}

export function neighboursIn(sketch: Pick<Sketch, "lines">): Map<string, string[]> {
  const found = new Map<string, Set<string>>();
  const meet = (one: string, other: string): void => {
    if (one !== other) found.set(one, (found.get(one) ?? new Set()).add(other));
  };
  for (const line of sketch.lines) {
    meet(line.source, line.target);
    meet(line.target, line.source);
  }
  return new Map([...found].map(([id, others]) => [id, [...others]]));
}

/** Free ground round the middle of some places, away from the middle of all others; which rings are full is remembered. */
function beside(near: readonly Place[], middle: Place, isFree: (place: Place) => boolean, full: Map<string, number>): Place {
  const centre = middleOf(near);
  if (near.length > 1 && isFree(centre)) return round(centre);
  const outward = Math.atan2(centre.y - middle.y, centre.x - middle.x);
  const key = `${near.length > 1} ${centre.x} ${centre.y}`;
  for (let ring = full.get(key) ?? 0; ring < MOST_RINGS; ring += 1) {
    full.set(key, ring);
    const radius = (near.length > 1 ? NEXT_RING : RING) + ring * NEXT_RING;
    const turns = Math.ceil((2 * Math.PI * radius) / STEP);
    for (let turn = 0; turn < turns; turn += 1) {
      const side = turn % 2 ? 1 : -1;
      const angle = outward + side * Math.ceil(turn / 2) * ((2 * Math.PI) / turns);
      const place = round({ x: centre.x + radius * Math.cos(angle), y: centre.y + radius * Math.sin(angle) });
      if (isFree(place)) return place;
    }
  }
  return round(centre);
}

/** Free ground to the right of everything that is drawn. */
function apart(known: Places, sketch: Sketch, isFree: (place: Place) => boolean): Place {
  const drawn = sketch.nodes.flatMap((node) => known.get(node.id) ?? []);
  if (drawn.length === 0) return { x: 0, y: 0 };
  const right = Math.max(...drawn.map((place) => place.x)) + ROOM.x * 1.5;
  const place = round({ x: right, y: middleOf(drawn).y });
  return isFree(place) ? place : round({ x: place.x, y: place.y + ROOM.y });
}

export function middleOf(places: readonly Place[]): Place {
  if (places.length === 0) return { x: 0, y: 0 };
  const sum = places.reduce((total, place) => ({ x: total.x + place.x, y: total.y + place.y }));
  return { x: sum.x / places.length, y: sum.y / places.length };
}

function round(place: Place): Place {
  return { x: Math.round(place.x), y: Math.round(place.y) };
}
