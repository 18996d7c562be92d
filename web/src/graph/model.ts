/** What the graph browser reads from the server: nodes, edges, and how many neighbours a thing has by each relation. */

export interface Thing {
  readonly iri: string;
  readonly label: string;
  readonly kind: string;
}

export interface Statement {
  readonly id: string;
  readonly source: string;
  readonly target: string;
  readonly relation: string;
  readonly label: string;
  readonly claim?: string;
  readonly statement?: string;
  readonly evidence?: string;
  readonly verification?: string;
  readonly document?: string;
  readonly inferred?: boolean;
  readonly inference?: string;
  readonly disagrees?: boolean;
  /** It is not in the graph: a query made it, or, where the relation is empty, its things stand in one row. */
  readonly made?: boolean;
  /** By which words the filter knows what the claim carries. */
  readonly keys?: { readonly evidence?: string; readonly verification?: string; readonly source?: string };
  /** The year in which its source was published, where the source says one. */
  readonly year?: number;
  /** How many more statements its two things share; told of the steps of a path only. */
  readonly others?: number;
}

export type Direction = "out" | "in" | "claim";

export interface RelationCount {
  readonly relation: string;
  readonly label: string;
  readonly direction: Direction;
  /** How many there are that the filter lets through, and how many it hides. */
  readonly neighbours: number;
  readonly hidden?: number;
  readonly edges: number;
  readonly inferred: boolean;
  readonly kinds: readonly string[];
}

export interface Relations extends Thing {
  readonly relations: readonly RelationCount[];
}

export interface Neighbours {
  readonly nodes: readonly Thing[];
  readonly edges: readonly Statement[];
  readonly total: number;
  readonly next: number | null;
}

export interface Subgraph {
  readonly nodes: readonly Thing[];
  readonly edges: readonly Statement[];
}

/** Paths as the ids of their statements, in order; the first two things are the ends. */
export interface Paths extends Subgraph {
  readonly paths: readonly (readonly string[])[];
}

/** The result of a query: of its rows or triples so many were read, so many of its things and edges are left out. */
export interface Result extends Subgraph {
  readonly form: "SELECT" | "CONSTRUCT" | "DESCRIBE";
  readonly count: number;
  readonly read: number;
  /** The answer holds names and values only: shown are the things that its query found them on. */
  readonly widened: boolean;
  readonly left_out: { readonly things: number; readonly edges: number };
}

export interface KindCount {
  readonly kind: string;
  readonly label: string;
  readonly things: number;
}

export interface RelationKind {
  readonly source: string;
  readonly target: string;
  readonly relation: string;
  readonly label: string;
  readonly direction: "out" | "claim";
  readonly edges: number;
  readonly inferred: boolean;
}

/** The graph as a whole: kinds of things, and how they connect. */
export interface Schema {
  readonly kinds: readonly KindCount[];
  readonly relations: readonly RelationKind[];
}

export interface Things {
  readonly nodes: readonly Thing[];
  readonly total: number;
  readonly next: number | null;
}

export const THINGS = "https://w3id.org/jakgraph/";
export const TERMS = "https://w3id.org/jakgraph/ontology#";

/** Kind and key of a thing, which is all of its IRI that differs from one thing to another. */
export function shortThing(iri: string): string {
  return iri.startsWith(THINGS) ? iri.slice(THINGS.length) : iri;
}

/** The IRI of a thing from its kind and key; what is no thing of ours has its whole name already. */
export function wholeThing(thing: string): string {
  return thing.includes(":") ? thing : THINGS + thing;
}

export function shortTerm(iri: string): string {
  return iri.startsWith(TERMS) ? iri.slice(TERMS.length) : iri;
}
