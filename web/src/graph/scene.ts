/** What stands in the picture after a list of operations: things and statements, and what of them is hidden. */

import { bundles } from "./bundles.ts";
import { Filter } from "./filter.ts";
import { type Paths, shortThing, type Statement, type Subgraph, type Thing, THINGS, wholeThing } from "./model.ts";
import type { Layout, Operation } from "./operations.ts";
import type { Place } from "./placing.ts";
import { toldOf } from "./results.ts";
import type { Server } from "./server.ts";

const MOST_ASKED = 100;
/** Of more things than this not all statements between them are asked for. */
export const MOST_JOINED = 300;

/** Paths that were looked for between some things, each as its statements in order. */
export interface FoundPaths {
  readonly things: readonly string[];
  readonly count: number;
  readonly hops: number;
  readonly without: readonly string[];
  readonly paths: readonly (readonly Statement[])[];
  /** Whether as many were found between some two of them as were asked for. */
  readonly mayBeMore: boolean;
}

export class Scene {
  readonly things = new Map<string, Thing>();
  readonly statements = new Map<string, Statement>();
  readonly filter = new Filter();
  /** What came in by its name and not by a relation, so that it stands by itself. */
  readonly added = new Set<string>();
  /** Groups that are open, by `groupId`. */
  readonly opened = new Set<string>();
  /** What stays where it was put. */
  readonly pins = new Map<string, Place>();
  readonly found: FoundPaths[] = [];
  layout: Layout = "force";
  /** What is to be said of results of queries: how much of them is left out. */
  told = "";

  /** The things to show: those of a kind that is let through, but not what lost its last statement to the filter. */
  get shownThings(): Thing[] {
    const kept = this.#touched(this.#admitted);
    const hidden = this.#touched([...this.statements.values()]);
    return this.#admittedThings.filter(({ iri }) => kept.has(iri) || !hidden.has(iri) || this.added.has(iri));
  }

  /** The statements to show, each between things that are shown. */
  get shownStatements(): Statement[] {
    return this.#admitted;
  }

  get #admittedThings(): Thing[] {
    return [...this.things.values()].filter((thing) => this.filter.admits("kind", thing.kind));
  }

  get #admitted(): Statement[] {
    const shown = new Set(this.#admittedThings.map((thing) => thing.iri));
    return [...this.statements.values()].filter((item) => shown.has(item.source) && shown.has(item.target) && this.filter.admitsStatement(item));
  }

  #touched(statements: readonly Statement[]): Set<string> {
    return new Set(statements.flatMap((item) => [item.source, item.target]));
  }

  /** Do one operation. Throws Refusal where the server does not answer. */
  async apply(operation: Operation, server: Server): Promise<void> {
    switch (operation.type) {
      case "add":
        return this.#add([operation.thing], server);
      case "bring":
        return this.#add(operation.things, server);
      case "join":
        return this.#join(server);
      case "path":
        return this.#findPaths(operation, server);
      case "common":
        this.#bring(await server.common(operation.things, this.filter));
        return;
      case "query": {
        const found = await server.result(operation.text);
        this.#bring(found);
        this.told = toldOf(found);
        return;
      }
      case "expand": {
        const found = await server.neighbours(operation, this.filter);
        if (!this.things.has(THINGS + operation.thing)) await this.#add([operation.thing], server);
        this.#bring(found);
        return;
      }
      default:
        this.#change(operation);
    }
  }

  #change(operation: Exclude<Operation, { type: "add" | "bring" | "query" | "join" | "path" | "common" | "expand" }>): void {
    switch (operation.type) {
      case "remove":
        this.#remove(wholeThing(operation.thing));
        return;
      case "layout":
        this.layout = operation.layout;
        return;
      case "group": {
        const id = groupId(operation);
        if (!this.opened.delete(id)) this.opened.add(id);
        return;
      }
      case "pin":
        this.pins.set(longId(operation.id), { x: operation.x, y: operation.y });
        return;
      case "unpin":
        this.pins.delete(longId(operation.id));
        return;
      default:
        this.filter.apply(operation);
    }
  }

  /** Bring things in by their names, with the statements between them and what is there. */
  async #add(things: readonly string[], server: Server): Promise<void> {
    const wanted = things.map(wholeThing);
    const others = [...this.things.keys()].filter((iri) => iri.startsWith(THINGS) && !wanted.includes(iri));
    for (const [first, rest] of portions(wanted, others)) {
      const found = await server.edges([...first, ...rest].map(shortThing));
      this.#bring({ nodes: found.nodes.filter((node) => first.includes(node.iri)), edges: found.edges });
    }
    for (const iri of wanted) if (this.things.has(iri)) this.added.add(iri);
  }

  /** Bring every statement between the things that are shown. */
  async #join(server: Server): Promise<void> {
    const shown = this.shownThings.map((thing) => thing.iri).filter((iri) => iri.startsWith(THINGS)).slice(0, MOST_JOINED);
    const parts = Array.from({ length: Math.ceil(shown.length / (MOST_ASKED / 2)) }, (_, number) => shown.slice((number * MOST_ASKED) / 2, ((number + 1) * MOST_ASKED) / 2));
    const together = parts.length > 1 ? pairs(parts).map((two) => two.flat()) : parts;
    for (const things of together) this.#bring({ nodes: [], edges: (await server.edges(things.map(shortThing))).edges });
  }

  /** What the last search between these things found. */
  pathsBetween(things: readonly string[]): FoundPaths | undefined {
    const wanted = [...things].sort().join(" ");
    return this.found.findLast((item) => [...item.things].sort().join(" ") === wanted);
  }

  async #findPaths(operation: Extract<Operation, { type: "path" }>, server: Server): Promise<void> {
    const paths: Statement[][] = [];
    const search = { ...operation, without: [...operation.without, ...this.filter.hiddenRelations] };
    let mayBeMore = false;
    for (const [from, to] of pairs(operation.things)) {
      const found: Paths = await server.paths(from, to, search);
      mayBeMore ||= found.paths.length === operation.count;
      const edges = new Map(found.edges.map((edge) => [edge.id, edge]));
      const kinds = new Map(found.nodes.map((node) => [node.iri, node.kind]));
      const whole = found.paths.map((path) => path.flatMap((id) => edges.get(id) ?? []));
      const admitted = whole.filter((path) => path.every((edge) => this.#lets(edge, kinds)));
      const steps = new Set(admitted.flat());
      const things = this.#touched([...steps]);
      this.#bring({ nodes: found.nodes.filter((node) => things.has(node.iri)), edges: [...steps] });
      paths.push(...admitted);
    }
    this.found.push({ ...operation, paths, mayBeMore });
  }

  #lets(edge: Statement, kinds: ReadonlyMap<string, string>): boolean {
    const ends = [edge.source, edge.target].map((iri) => kinds.get(iri) ?? "");
    return this.filter.admitsStatement(edge) && ends.every((kind) => this.filter.admits("kind", kind));
  }

  #bring(found: Subgraph): void {
    for (const node of found.nodes) this.things.set(node.iri, node);
    for (const item of found.edges) {
      if (this.things.has(item.source) && this.things.has(item.target)) this.statements.set(item.id, item);
    }
  }

  #remove(iri: string): void {
    this.things.delete(iri);
    this.added.delete(iri);
    this.pins.delete(iri);
    for (const [id, item] of this.statements) {
      if (item.source === iri || item.target === iri) this.statements.delete(id);
    }
  }

  /** How many of the neighbours by a relation and direction are shown already. */
  neighboursShown(thing: string, relation: string, direction: string): number {
    const lines = bundles(this.shownStatements).filter((line) => line.relation === relation && (line.source === thing || line.target === thing));
    const along = lines.filter((line) => line.statements.some((item) => directionOf(item, thing) === direction));
    return new Set(along.map((line) => (line.source === thing ? line.target : line.source))).size;
  }
}

/** How a statement stands to a thing: out of it, into it, or as a claim. */
export function directionOf(statement: Statement, thing: string): "out" | "in" | "claim" {
  if (statement.claim) return "claim";
  return statement.source === thing ? "out" : "in";
}

/** What a group is told by: whose neighbours of which kind by which relations. */
export function groupId(group: { readonly thing: string; readonly kind: string; readonly relations: string }): string {
  return `group ${group.thing} ${group.kind} ${group.relations}`;
}

function longId(id: string): string {
  return id.startsWith("group ") ? id : wholeThing(id);
}

/** Every two of some things. */
export function pairs<Item>(items: readonly Item[]): [Item, Item][] {
  return items.flatMap((first, number) => items.slice(number + 1).map((second): [Item, Item] => [first, second]));
}

/** Things to ask for together with others, as many at a time as the server takes. */
function portions(wanted: readonly string[], others: readonly string[]): [string[], string[]][] {
  const half = MOST_ASKED / 2;
  const first = Array.from({ length: Math.ceil(wanted.length / half) }, (_, number) => wanted.slice(number * half, (number + 1) * half));
  const all = [...wanted, ...others];
  return first.map((part) => [part, all.filter((iri) => !part.includes(iri)).slice(0, MOST_ASKED - part.length)]);
}
