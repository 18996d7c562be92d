/** The graph at a glance: a dot for each kind of things, a line for every two kinds that connect. Pure. */

import type { DrawnLine, DrawnNode } from "./drawing.ts";
import type { KindCount, RelationKind, Schema } from "./model.ts";
import { pairs } from "./scene.ts";

/** Relations between two kinds, in either direction; a kind may connect with itself. */
export interface Between {
  readonly id: string;
  readonly kinds: readonly [string, string];
  readonly edges: number;
  readonly relations: readonly RelationKind[];
}

/** So many lines are drawn at most: rarer connections stand in the table alone. */
export const MOST_LINES = 28;
const SMALLEST = 20;

export class Overview {
  readonly schema: Schema;
  readonly between: readonly Between[];

  constructor(schema: Schema) {
    this.schema = schema;
    this.between = betweenKinds(schema);
  }

  get nodes(): DrawnNode[] {
    return this.schema.kinds.map(({ kind, label, things }) => ({
      id: kindId(kind),
      label: `${things} ${label}`,
      kind,
      size: Math.round(SMALLEST + 4 * Math.log2(things)),
      count: 1,
      pinned: false,
      isLarge: true,
    }));
  }

  /** The commonest connections. */
  get lines(): DrawnLine[] {
    return this.between.slice(0, MOST_LINES).map((item) => ({
      id: item.id,
      source: kindId(item.kinds[0]),
      target: kindId(item.kinds[1]),
      label: String(item.edges),
      statements: [],
      isShort: true,
      directed: false,
      disagrees: false,
      width: Math.max(1, Math.log2(item.edges) - 2),
      strokes: item.relations.every((relation) => relation.inferred) ? "dashed" : "whole",
    }));
  }

  /** How many connections are too rare to be drawn. */
  get folded(): number {
    return Math.max(0, this.between.length - MOST_LINES);
  }

  kindAt(id: string): KindCount | undefined {
    return this.schema.kinds.find((item) => kindId(item.kind) === id);
  }

  betweenAt(id: string): Between | undefined {
    return this.between.find((item) => item.id === id);
  }

  /** What a kind is called in the number that there are. */
  called(kind: string): string {
    return this.schema.kinds.find((item) => item.kind === kind)?.label ?? kind;
  }
}

export function kindId(kind: string): string {
  return `kind ${kind}`;
}

/** The connections of every two kinds, the commonest first. */
function betweenKinds(schema: Schema): Between[] {
  const kinds = schema.kinds.map((item) => item.kind);
  const two: [string, string][] = [...kinds.map((kind): [string, string] => [kind, kind]), ...pairs(kinds)];
  const found = two.map((both): Between => {
    const relations = schema.relations.filter((item) => both.includes(item.source) && both.includes(item.target) && (both[0] === both[1] || item.source !== item.target));
    return { id: `between ${both.join(" ")}`, kinds: both, edges: relations.reduce((sum, item) => sum + item.edges, 0), relations };
  });
  return found.filter((item) => item.edges > 0).sort((a, b) => b.edges - a.edges || a.id.localeCompare(b.id, "en"));
}
