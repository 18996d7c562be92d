/** What a small picture of a thing holds: the thing and what is next to it, as steps of a log. Pure. */

import { type RelationCount, type Relations, shortTerm, shortThing } from "./model.ts";
import type { Operation } from "./operations.ts";

export interface Around {
  readonly steps: readonly Operation[];
  /** How many relations were not taken in, and how many things by them. */
  readonly left: { readonly relations: number; readonly things: number };
}

/**
 * Take whole relations in as long as the picture stays within so many things, those first that are best founded: claims,
 * statements, inferences; among these the ones with fewest things, so that most of them are seen.
 */
export function around(relations: Relations, most: number): Around {
  const thing = shortThing(relations.iri);
  const steps: Operation[] = [{ type: "add", thing }];
  const left: RelationCount[] = [];
  let room = most - 1;
  for (const group of [...relations.relations].sort((a, b) => rank(a) - rank(b) || a.neighbours - b.neighbours)) {
    if (group.neighbours > room) left.push(group);
    else {
      room -= group.neighbours;
      steps.push({ type: "expand", thing, relation: shortTerm(group.relation), direction: group.direction, offset: 0 });
    }
  }
  return { steps, left: { relations: left.length, things: left.reduce((sum, group) => sum + group.neighbours, 0) } };
}

function rank(group: RelationCount): number {
  return group.inferred ? 2 : group.direction === "claim" ? 0 : 1;
}
