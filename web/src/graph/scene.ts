/** What stands in the picture after a list of operations: things and statements, and what of them is hidden. */

import { shortThing, wholeThing, type Statement, type Subgraph, type Thing, THINGS } from "./model.ts";
import type { Facet, Layout, Operation } from "./operations.ts";
import { toldOf } from "./results.ts";
import type { Server } from "./server.ts";

/** Statements by one relation from one thing to another, drawn as one line. */
export interface Bundle {
  readonly id: string;
  readonly source: string;
  readonly target: string;
  readonly label: string;
  readonly relation: string;
  readonly statements: readonly Statement[];
}

export const NO_EVIDENCE = "no evidence of its own";
const MOST_ASKED = 100;

export class Scene {
  readonly things = new Map<string, Thing>();
  readonly statements = new Map<string, Statement>();
  readonly hidden: Readonly<Record<Facet, Set<string>>> = { kind: new Set(), relation: new Set(), evidence: new Set() };
  /** Where a thing came in by expansion: beside which other. */
  readonly cameFrom = new Map<string, string>();
  layout: Layout = "force";
  /** What is to be said of results of queries: how much of them is left out. */
  told = "";

  get shownThings(): Thing[] {
    return [...this.things.values()].filter((thing) => !this.hidden.kind.has(thing.kind));
  }

  get shownStatements(): Statement[] {
    const shown = new Set(this.shownThings.map((thing) => thing.iri));
    return [...this.statements.values()].filter(
      (item) =>
        shown.has(item.source) &&
        shown.has(item.target) &&
        !this.hidden.relation.has(item.label) &&
        !this.hidden.evidence.has(item.evidence ?? NO_EVIDENCE),
    );
  }

  /** Do one operation. Throws Refusal where the server does not answer. */
  async apply(operation: Operation, server: Server): Promise<void> {
    switch (operation.type) {
      case "add":
        await this.#add(wholeThing(operation.thing), server);
        return;
      case "remove":
        this.#remove(wholeThing(operation.thing));
        return;
      case "layout":
        this.layout = operation.layout;
        return;
      case "toggle":
        this.#toggle(this.hidden[operation.facet], operation.value);
        return;
      case "query": {
        const found = await server.result(operation.text);
        this.#bring(found);
        this.told = toldOf(found);
        return;
      }
      case "path": {
        const found = await server.paths(operation.from, operation.to, operation.count);
        if (found.paths.length) this.#bring(found, THINGS + operation.from);
        return;
      }
      case "expand": {
        const thing = THINGS + operation.thing;
        const found = await server.neighbours(operation.thing, operation.relation, operation.direction, operation.offset);
        if (!this.things.has(thing)) await this.#add(thing, server);
        this.#bring(found, thing);
      }
    }
  }

  async #add(iri: string, server: Server): Promise<void> {
    const nearest = [...this.things.keys()].filter((known) => known.startsWith(THINGS)).slice(0, MOST_ASKED - 1);
    const found = await server.edges([iri, ...nearest].map(shortThing));
    for (const node of found.nodes) this.things.set(node.iri, node);
    this.#keep(found.edges);
  }

  /** Take things and statements in, beside the thing that led to them, if one did. */
  #bring(found: Subgraph, thing?: string): void {
    for (const node of found.nodes) {
      if (thing && !this.things.has(node.iri) && node.iri !== thing) this.cameFrom.set(node.iri, thing);
      this.things.set(node.iri, node);
    }
    this.#keep(found.edges);
  }

  #remove(iri: string): void {
    this.things.delete(iri);
    for (const [id, item] of this.statements) {
      if (item.source === iri || item.target === iri) this.statements.delete(id);
    }
  }

  #keep(statements: readonly Statement[]): void {
    for (const item of statements) this.statements.set(item.id, item);
  }

  #toggle(values: Set<string>, value: string): void {
    if (!values.delete(value)) values.add(value);
  }
}

/** Join statements of one relation between the same two things into one line each. */
export function bundles(statements: readonly Statement[]): Bundle[] {
  const found = new Map<string, Statement[]>();
  for (const item of statements) {
    const ends = item.claim ? [item.source, item.target].sort() : [item.source, item.target];
    const id = [item.relation, ...ends].join(" ");
    found.set(id, [...(found.get(id) ?? []), item]);
  }
  return [...found].flatMap(([id, items]) => {
    const [first] = items;
    if (!first) return [];
    const many = items.length > 1 ? ` ×${items.length}` : "";
    return { id, source: first.source, target: first.target, relation: first.relation, label: first.label + many, statements: items };
  });
}

/** Layers of the layered layout, from cytokine to drug and from drug to result. */
export function layerOf(kind: string): number {
  const layers = ["disease", "manifestation", "cytokine", "receptor", "protein", "drug", "trial", "arm", "endpoint", "outcome-measure"];
  const place = layers.indexOf(kind);
  return place < 0 ? layers.length : place;
}
