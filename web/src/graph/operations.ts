/** What can be done to the picture, and how it is written in an address: short, readable, and open to old and cut links. */

import type { Direction } from "./model.ts";

export const LAYOUTS = ["force", "layered", "concentric", "grid"] as const;
export type Layout = (typeof LAYOUTS)[number];

/** What is chosen by its value: kinds of things, relations, and what claims carry. */
export type Facet = "kind" | "relation" | "evidence" | "verification" | "source" | "date";

export type Operation =
  | { readonly type: "add"; readonly thing: string }
  | { readonly type: "bring"; readonly things: readonly string[] }
  | { readonly type: "expand"; readonly thing: string; readonly relation: string; readonly direction: Direction; readonly offset: number }
  | { readonly type: "path"; readonly things: readonly string[]; readonly count: number; readonly hops: number; readonly without: readonly string[] }
  | { readonly type: "join" }
  | { readonly type: "common"; readonly things: readonly string[] }
  | { readonly type: "query"; readonly text: string }
  | { readonly type: "remove"; readonly thing: string }
  | { readonly type: "toggle"; readonly facet: Facet; readonly value: string }
  | { readonly type: "only"; readonly facet: Facet; readonly value: string }
  | { readonly type: "all"; readonly facet: Facet }
  | { readonly type: "years"; readonly from: number; readonly to: number }
  | { readonly type: "group"; readonly thing: string; readonly kind: string; readonly relations: string }
  | { readonly type: "pin"; readonly id: string; readonly x: number; readonly y: number }
  | { readonly type: "unpin"; readonly id: string }
  | { readonly type: "layout"; readonly layout: Layout };

const VERSION = "1";
const FACETS: Readonly<Record<string, Facet>> = { k: "kind", r: "relation", e: "evidence", v: "verification", s: "source", d: "date" };
const DIRECTIONS: Readonly<Record<string, Direction>> = { o: "out", i: "in", c: "claim", out: "out", in: "in", claim: "claim" };
export const MOST_PATHS = 10;
export const MOST_HOPS = 6;
const YEAR = /^(\d{4})?$/;
const COORDINATE = /^-?\d{1,5}$/;

/** Things of a log by number: one that was named before is written as its number. */
class Mentioned {
  readonly #things: string[] = [];

  write(thing: string): string {
    const known = this.#things.indexOf(thing);
    if (known >= 0) return `~${known.toString(36)}`;
    this.#things.push(thing);
    return safe(thing);
  }

  read(text: string): string {
    if (text.startsWith("~")) return this.#things[parseInt(text.slice(1), 36)] ?? "";
    const thing = unsafe(text);
    if (thing && !this.#things.includes(thing)) this.#things.push(thing);
    return thing;
  }
}

/** Write operations as the fragment of an address; things by kind and key, relations by the names of their terms. */
export function encode(operations: readonly Operation[]): string {
  const mentioned = new Mentioned();
  return [VERSION, ...operations.map((operation) => encodeOne(operation, mentioned).join(":").replace(/:+$/, ""))].join(";");
}

/** Add the revision of the data to a fragment; it is no step, and reading steps passes it over. */
export function withRevision(fragment: string, revision: string): string {
  return revision ? `${fragment};v:${safe(revision)}` : fragment;
}

/** The revision that a fragment was made on; empty where it says none. */
export function revisionIn(fragment: string): string {
  return /;v:([\w.-]+)/.exec(fragment)?.[1] ?? "";
}

type Part = string | number;

/** The first letters of steps that are about things and nothing else. */
const THING_LETTERS = { add: "a", remove: "x", bring: "b", common: "m", pin: "n", unpin: "u" } as const;

function encodeOne(operation: Operation, mentioned: Mentioned): Part[] {
  switch (operation.type) {
    case "add":
    case "remove":
      return [THING_LETTERS[operation.type], mentioned.write(operation.thing)];
    case "bring":
    case "common":
      return [THING_LETTERS[operation.type], ...operation.things.map((thing) => mentioned.write(thing))];
    case "pin":
      return ["n", mentioned.write(operation.id), Math.round(operation.x), Math.round(operation.y)];
    case "unpin":
      return ["u", mentioned.write(operation.id)];
    default:
      return encodeMore(operation, mentioned);
  }
}

function encodeMore(operation: Exclude<Operation, { type: keyof typeof THING_LETTERS }>, mentioned: Mentioned): Part[] {
  switch (operation.type) {
    case "expand":
      return ["e", mentioned.write(operation.thing), safe(operation.relation), operation.direction.charAt(0), operation.offset || ""];
    case "join":
      return ["j"];
    case "query":
      return ["q", compact(operation.text)];
    case "path":
      return ["p", operation.count, operation.hops, operation.without.map(safe).join(","), ...operation.things.map((thing) => mentioned.write(thing))];
    case "group":
      return ["g", mentioned.write(operation.thing), safe(operation.kind), safe(operation.relations)];
    case "layout":
      return ["l", operation.layout];
    default:
      return encodeFilter(operation);
  }
}

function encodeFilter(operation: Extract<Operation, { type: "toggle" | "only" | "all" | "years" }>): Part[] {
  if (operation.type === "years") return ["y", operation.from || "", operation.to || ""];
  const facet = operation.facet.charAt(0);
  if (operation.type === "all") return ["w", facet];
  return [operation.type === "only" ? "o" : "t", facet, safe(operation.value)];
}

/** Read a fragment back; what cannot be read is left out, so that an old or cut link still opens. */
export function decode(fragment: string): Operation[] {
  const [version, ...parts] = fragment.replace(/^#/, "").split(";");
  if (version !== VERSION) return [];
  const mentioned = new Mentioned();
  return parts.flatMap((part) => {
    const [type = "", ...values] = part.split(":");
    return READERS[type]?.(values, mentioned) ?? [];
  });
}

type Reader = (values: readonly string[], mentioned: Mentioned) => Operation | null;

const READERS: Readonly<Record<string, Reader>> = {
  a: ([text = ""], mentioned) => aboutThing(mentioned.read(text), (thing) => ({ type: "add", thing })),
  x: ([text = ""], mentioned) => aboutThing(mentioned.read(text), (thing) => ({ type: "remove", thing })),
  u: ([text = ""], mentioned) => aboutThing(mentioned.read(text), (id) => ({ type: "unpin", id })),
  b: (values, mentioned) => aboutThings(values, mentioned, 1, (things) => ({ type: "bring", things })),
  m: (values, mentioned) => aboutThings(values, mentioned, 2, (things) => ({ type: "common", things })),
  q: ([text = ""]) => (unsafe(text) ? { type: "query", text: unsafe(text) } : null),
  j: () => ({ type: "join" }),
  e: readExpansion,
  p: readPath,
  g: ([text = "", kind = "", relations = ""], mentioned) =>
    aboutThing(mentioned.read(text), (thing) => (kind && relations ? { type: "group", thing, kind: unsafe(kind), relations: unsafe(relations) } : null)),
  n: ([text = "", x = "", y = "0"], mentioned) =>
    aboutThing(mentioned.read(text), (id) => (COORDINATE.test(x) && COORDINATE.test(y) ? { type: "pin", id, x: Number(x), y: Number(y) } : null)),
  l: ([layout = ""]) => (isLayout(layout) ? { type: "layout", layout } : null),
  t: ([letter = "", value = ""]) => aboutFacet(letter, value, (facet) => ({ type: "toggle", facet, value: unsafe(value) })),
  o: ([letter = "", value = ""]) => aboutFacet(letter, value, (facet) => ({ type: "only", facet, value: unsafe(value) })),
  w: ([letter = ""]) => aboutFacet(letter, letter, (facet) => ({ type: "all", facet })),
  y: ([from = "", to = ""]) => (YEAR.test(from) && YEAR.test(to) ? { type: "years", from: Number(from), to: Number(to) } : null),
};

function aboutThing(thing: string, make: (thing: string) => Operation | null): Operation | null {
  return thing ? make(thing) : null;
}

function aboutThings(values: readonly string[], mentioned: Mentioned, least: number, make: (things: string[]) => Operation): Operation | null {
  const things = values.map((text) => mentioned.read(text)).filter(Boolean);
  return things.length >= least ? make(things) : null;
}

function aboutFacet(letter: string, value: string, make: (facet: Facet) => Operation): Operation | null {
  const facet = FACETS[letter];
  return facet && unsafe(value) ? make(facet) : null;
}

function readExpansion([text = "", relation = "", way = "", offset = "0"]: readonly string[], mentioned: Mentioned): Operation | null {
  const thing = mentioned.read(text);
  const direction = DIRECTIONS[way];
  if (!thing || !relation || !direction || !/^\d{1,6}$/.test(offset)) return null;
  return { type: "expand", thing, relation: unsafe(relation), direction, offset: Number(offset) };
}

function readPath([count = "", hops = "", without = "", ...texts]: readonly string[], mentioned: Mentioned): Operation | null {
  const relations = without.split(",").map(unsafe).filter(Boolean);
  if (!isUpTo(count, MOST_PATHS) || !isUpTo(hops, MOST_HOPS)) return null;
  return aboutThings(texts, mentioned, 2, (things) => ({ type: "path", things, count: Number(count), hops: Number(hops), without: relations }));
}

function isUpTo(text: string, most: number): boolean {
  return /^[1-9]\d?$/.test(text) && Number(text) <= most;
}

export function isLayout(text: string): text is Layout {
  return (LAYOUTS as readonly string[]).includes(text);
}

function safe(text: string): string {
  return encodeURIComponent(text).replaceAll("%2F", "/");
}

/** Escape what separates steps or cannot stand in a fragment, and nothing else: queries are long enough. */
function compact(text: string): string {
  return encodeURIComponent(text).replaceAll("%20", "+").replace(/%(2F|3F|2C|3D|24|40)/g, decodeURIComponent);
}

function unsafe(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll("+", " "));
  } catch {
    return "";
  }
}
