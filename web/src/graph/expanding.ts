/** What comes next: which neighbours, and which paths are there to be brought in. */

import type { PathSearch } from "./connecting.ts";
import { type RelationCount, shortTerm } from "./model.ts";
import type { Operation } from "./operations.ts";
import { pairs, type Scene } from "./scene.ts";
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

/** How many paths there are between each two of some things, in words. */
export async function tellPaths(things: readonly string[], search: PathSearch, scene: Scene, server: Server): Promise<{ isAny: boolean; text: string }> {
  const without = [...search.without, ...scene.filter.hiddenRelations];
  const found = await Promise.all(pairs(things).map(([from, to]) => server.paths(from, to, { ...search, without })));
  const count = found.reduce((sum, { paths }) => sum + paths.length, 0);
  const ends = things.length > 2 ? `each two of ${things.length} things` : (found[0]?.nodes.slice(0, 2) ?? []).map((thing) => thing.label).join(" and ");
  if (count === 0) return { isAny: false, text: `There is no path between ${ends} within ${search.hops} steps.` };
  return { isAny: true, text: `${count === 1 ? "One path was" : `${count} paths were`} found between ${ends}.` };
}
