/** Which neighbours come next. */

import { type RelationCount, shortTerm } from "./model.ts";
import type { Operation } from "./operations.ts";
import type { Scene } from "./scene.ts";
import type { Server } from "./server.ts";

type Expansion = Extract<Operation, { type: "expand" }>;

/** The step that brings the next neighbours by a relation, those that the scene lacks; null where it lacks none. */
export async function nextExpansion(thing: string, group: RelationCount, scene: Scene, server: Server): Promise<Expansion | null> {
  let offset: number | null = 0;
  while (offset !== null) {
    const step: Expansion = { type: "expand", thing, relation: shortTerm(group.relation), direction: group.direction, offset };
    const found = await server.neighbours(step, scene.filter);
    if (found.edges.some((edge) => !scene.statements.has(edge.id))) return step;
    offset = found.next;
  }
  return null;
}
