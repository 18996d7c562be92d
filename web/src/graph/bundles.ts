/** Statements by one relation between the same two things, joined into one line each. */

import type { Statement } from "./model.ts";

export interface Bundle {
  readonly id: string;
  readonly source: string;
  readonly target: string;
  readonly label: string;
  readonly relation: string;
  readonly statements: readonly Statement[];
}

export function bundles(statements: readonly Statement[]): Bundle[] {
  const found = new Map<string, Statement[]>();
  for (const item of statements) {
    const ends = item.claim ? [item.source, item.target].sort() : [item.source, item.target];
    const id = [item.relation, ...ends].join(" ");
    const together = found.get(id);
    if (together) together.push(item);
    else found.set(id, [item]);
  }
  return [...found].flatMap(([id, items]) => {
    const [first] = items;
    if (!first) return [];
    const many = items.length > 1 ? ` ×${items.length}` : "";
    return { id, source: first.source, target: first.target, relation: first.relation, label: first.label + many, statements: items };
  });
}
