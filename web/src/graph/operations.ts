/** The one log of what was done to the picture: it drives undo, redo and the address that is shared. */

import type { Direction } from "./model.ts";

export const LAYOUTS = ["force", "layered", "concentric", "grid"] as const;
export type Layout = (typeof LAYOUTS)[number];
export type Facet = "kind" | "relation" | "evidence";

export type Operation =
  | { readonly type: "add"; readonly thing: string }
  | { readonly type: "expand"; readonly thing: string; readonly relation: string; readonly direction: Direction; readonly offset: number }
  | { readonly type: "path"; readonly from: string; readonly to: string; readonly count: number }
  | { readonly type: "query"; readonly text: string }
  | { readonly type: "remove"; readonly thing: string }
  | { readonly type: "toggle"; readonly facet: Facet; readonly value: string }
  | { readonly type: "layout"; readonly layout: Layout };

const VERSION = "1";
const FACETS: Readonly<Record<string, Facet>> = { k: "kind", r: "relation", e: "evidence" };
const DIRECTIONS = new Set<string>(["out", "in", "claim"]);

/** Write operations as the fragment of an address; things by kind and key, relations by the names of their terms. */
export function encode(operations: readonly Operation[]): string {
  return [VERSION, ...operations.map(encodeOne)].join(";");
}

/** Add the revision of the data to a fragment; it is no step, and reading steps passes it over. */
export function withRevision(fragment: string, revision: string): string {
  return revision ? `${fragment};v:${safe(revision)}` : fragment;
}

/** The revision that a fragment was made on; empty where it says none. */
export function revisionIn(fragment: string): string {
  return /;v:([\w.-]+)/.exec(fragment)?.[1] ?? "";
}

function encodeOne(operation: Operation): string {
  switch (operation.type) {
    case "add":
      return `a:${safe(operation.thing)}`;
    case "remove":
      return `x:${safe(operation.thing)}`;
    case "query":
      return `q:${compact(operation.text)}`;
    case "layout":
      return `l:${operation.layout}`;
    case "toggle":
      return `t:${operation.facet.charAt(0)}:${safe(operation.value)}`;
    case "path":
      return ["p", safe(operation.from), safe(operation.to), operation.count].join(":");
    case "expand":
      return ["e", safe(operation.thing), safe(operation.relation), operation.direction, operation.offset].join(":");
  }
}

/** Read a fragment back; what cannot be read is left out, so that an old or cut link still opens. */
export function decode(fragment: string): Operation[] {
  const [version, ...parts] = fragment.replace(/^#/, "").split(";");
  if (version !== VERSION) return [];
  return parts.flatMap((part) => decodeOne(part.split(":").map(unsafe)) ?? []);
}

type Reader = (first: string, second: string, third: string, fourth: string) => Operation | null;

const READERS: Readonly<Record<string, Reader>> = {
  a: (thing) => ({ type: "add", thing }),
  x: (thing) => ({ type: "remove", thing }),
  q: (text) => ({ type: "query", text }),
  l: (layout) => (isLayout(layout) ? { type: "layout", layout } : null),
  t: (letter, value) => (FACETS[letter] ? { type: "toggle", facet: FACETS[letter], value } : null),
  p: (from, to, count) => (to && /^([1-9]|10)$/.test(count) ? { type: "path", from, to, count: Number(count) } : null),
  e: (thing, relation, direction, offset) =>
    isDirection(direction) && /^\d{1,6}$/.test(offset) ? { type: "expand", thing, relation, direction, offset: Number(offset) } : null,
};

function decodeOne([type = "", first = "", second = "", third = "", fourth = "0"]: string[]): Operation | null {
  return first ? (READERS[type]?.(first, second, third, fourth) ?? null) : null;
}

export function isLayout(text: string): text is Layout {
  return (LAYOUTS as readonly string[]).includes(text);
}

function isDirection(text: string): text is Direction {
  return DIRECTIONS.has(text);
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

/** What was done, and what was undone and can be done again. */
export class History {
  #done: Operation[];
  #undone: Operation[] = [];

  constructor(done: readonly Operation[] = []) {
    this.#done = [...done];
  }

  get done(): readonly Operation[] {
    return this.#done;
  }

  get canUndo(): boolean {
    return this.#done.length > 0;
  }

  get canRedo(): boolean {
    return this.#undone.length > 0;
  }

  /** The same log, to go back to when a step fails. */
  copy(): History {
    const same = new History(this.#done);
    same.#undone = [...this.#undone];
    return same;
  }

  push(operation: Operation): void {
    this.#done.push(operation);
    this.#undone = [];
  }

  undo(): void {
    const last = this.#done.pop();
    if (last) this.#undone.push(last);
  }

  redo(): void {
    const next = this.#undone.pop();
    if (next) this.#done.push(next);
  }
}
