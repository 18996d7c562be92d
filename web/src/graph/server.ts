/** Asks the server, each question once: answers are kept while the page is open. */

import { type Direction, type Neighbours, type Paths, type Relations, type Result, type Subgraph, TERMS, THINGS } from "./model.ts";

export interface Addresses {
  readonly relations: string;
  readonly neighbours: string;
  readonly edges: string;
  readonly paths: string;
  readonly result: string;
}

/** The longest paths that are looked for. */
export const MOST_HOPS = 4;

/** An answer that is none: its text is for the reader. */
export class Refusal extends Error {}

export class Server {
  readonly #addresses: Addresses;
  readonly #kept = new Map<string, Promise<unknown>>();

  constructor(addresses: Addresses) {
    this.#addresses = addresses;
  }

  /** Whether neighbours and paths can be asked for: of other people's data only results of queries are drawn. */
  get explores(): boolean {
    return this.#addresses.relations !== "";
  }

  relations(thing: string): Promise<Relations> {
    return this.#ask<Relations>(`${this.#addresses.relations}?${new URLSearchParams({ iri: thing })}`);
  }

  neighbours(thing: string, relation: string, direction: Direction, offset: number): Promise<Neighbours> {
    const asked = new URLSearchParams({ iri: thing, relation: TERMS + relation, direction, offset: String(offset) });
    return this.#ask<Neighbours>(`${this.#addresses.neighbours}?${asked}`);
  }

  edges(things: readonly string[]): Promise<Subgraph> {
    const asked = new URLSearchParams(things.map((iri) => ["iri", iri.replace(THINGS, "")]));
    return this.#ask<Subgraph>(`${this.#addresses.edges}?${asked}`);
  }

  paths(from: string, to: string, count: number): Promise<Paths> {
    return this.#ask<Paths>(`${this.#addresses.paths}?${new URLSearchParams({ from, to, k: String(count), hops: String(MOST_HOPS) })}`);
  }

  result(query: string): Promise<Result> {
    return this.#ask<Result>(`${this.#addresses.result}?${new URLSearchParams({ query })}`);
  }

  #ask<Answer>(address: string): Promise<Answer> {
    const kept = this.#kept.get(address);
    if (kept) return kept as Promise<Answer>;
    const asked = this.#fetch<Answer>(address);
    this.#kept.set(address, asked);
    asked.catch(() => this.#kept.delete(address));
    return asked;
  }

  async #fetch<Answer>(address: string): Promise<Answer> {
    if (address.startsWith("?")) throw new Refusal("Of this dataset only results of queries can be shown.");
    const response = await fetch(address, { headers: { Accept: "application/json, application/problem+json" } });
    const answer: unknown = await response.json().catch(() => ({}));
    if (response.ok) return answer as Answer;
    const { detail } = answer as { detail?: string };
    throw new Refusal(detail ?? `The server answered ${response.status}.`);
  }
}
