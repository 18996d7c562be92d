/** Asks the server, each question once: answers are kept while the page is open. */

import type { Filter } from "./filter.ts";
import { type Neighbours, type Paths, type RelationKind, type Relations, type Result, type Schema, shortTerm, type Subgraph, type Things, THINGS } from "./model.ts";
import type { Operation } from "./operations.ts";

/** Where each question is put, as the page says it. */
export interface Addresses {
  readonly schema: string;
  readonly kind: string;
  readonly examples: string;
  readonly relations: string;
  readonly neighbours: string;
  readonly edges: string;
  readonly common: string;
  readonly paths: string;
  readonly result: string;
}

/** An answer that is none: its text is for the reader. */
export class Refusal extends Error {}

type Expansion = Extract<Operation, { type: "expand" }>;
type PathSearch = Pick<Extract<Operation, { type: "path" }>, "count" | "hops" | "without">;

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

  schema(): Promise<Schema> {
    return this.#ask<Schema>(this.#addresses.schema);
  }

  thingsOf(kind: string, text: string, offset: number): Promise<Things> {
    return this.#ask<Things>(this.#addresses.kind, [["kind", kind], ["q", text], ["offset", String(offset)]]);
  }

  examples(between: RelationKind): Promise<Subgraph> {
    const { source, target, direction } = between;
    return this.#ask<Subgraph>(this.#addresses.examples, Object.entries({ source, target, direction, relation: shortTerm(between.relation) }));
  }

  relations(thing: string, filter: Filter): Promise<Relations> {
    return this.#ask<Relations>(this.#addresses.relations, [["iri", thing], ...filter.parameters()]);
  }

  neighbours({ thing, relation, direction, offset }: Omit<Expansion, "type">, filter: Filter): Promise<Neighbours> {
    const asked = Object.entries({ iri: thing, relation, direction, offset: String(offset) });
    return this.#ask<Neighbours>(this.#addresses.neighbours, [...asked, ...filter.parameters()]);
  }

  edges(things: readonly string[]): Promise<Subgraph> {
    return this.#ask<Subgraph>(this.#addresses.edges, things.map((iri) => ["iri", iri.replace(THINGS, "")]));
  }

  paths(from: string, to: string, { count, hops, without }: PathSearch): Promise<Paths> {
    const asked = Object.entries({ from, to, k: String(count), hops: String(hops) });
    return this.#ask<Paths>(this.#addresses.paths, [...asked, ...without.map((relation) => ["without", relation])]);
  }

  /** Things that at least two of these are connected with. */
  common(things: readonly string[], filter: Filter): Promise<Subgraph> {
    return this.#ask<Subgraph>(this.#addresses.common, [...things.map((thing) => ["iri", thing]), ...filter.parameters()]);
  }

  result(query: string): Promise<Result> {
    return this.#ask<Result>(this.#addresses.result, [["query", query]]);
  }

  #ask<Answer>(place: string, parameters: readonly (readonly string[])[] = []): Promise<Answer> {
    const asked = new URLSearchParams(parameters.map(([name = "", value = ""]): [string, string] => [name, value]));
    const address = asked.size ? `${place}?${asked}` : place;
    const kept = this.#kept.get(address);
    if (kept) return kept as Promise<Answer>;
    const answer = this.#fetch<Answer>(address);
    this.#kept.set(address, answer);
    answer.catch(() => this.#kept.delete(address));
    return answer;
  }

  async #fetch<Answer>(address: string): Promise<Answer> {
    if (address === "" || address.startsWith("?")) throw new Refusal("Of this dataset only results of queries can be shown.");
    const response = await fetch(address, { headers: { Accept: "application/json, application/problem+json" } });
    const answer: unknown = await response.json().catch(() => ({}));
    if (response.ok) return answer as Answer;
    const { detail } = answer as { detail?: string };
    throw new Refusal(detail ?? `The server answered ${response.status}.`);
  }
}
