/** Siblings as one: many neighbours of one thing by the same relations that have no other neighbour shown. Pure. */

import type { Bundle } from "./bundles.ts";
import { shortTerm, shortThing, type Thing } from "./model.ts";
import { directionOf, groupId } from "./scene.ts";

/** So many siblings still stand each by itself. */
export const MOST_SIBLINGS = 8;

export interface Group {
  readonly id: string;
  /** The thing that they are neighbours of, by its IRI. */
  readonly anchor: string;
  readonly kind: string;
  /** By which relations, as the log writes it. */
  readonly relations: string;
  readonly members: readonly Thing[];
}

export interface Grouping {
  /** Things that stand by themselves: each alone, or in an open group. */
  readonly single: readonly Thing[];
  readonly closed: readonly Group[];
  readonly open: readonly Group[];
}

export interface GroupingRules {
  /** Things that never go into a group. */
  readonly apart: (iri: string) => boolean;
  readonly isOpen: (id: string) => boolean;
  readonly most?: number;
}

/** Put siblings into groups where there are more than eight of them. */
export function grouping(things: readonly Thing[], lines: readonly Bundle[], rules: GroupingRules): Grouping {
  const at = new Map<string, Bundle[]>();
  for (const line of lines) {
    for (const end of new Set([line.source, line.target])) at.set(end, [...(at.get(end) ?? []), line]);
  }
  const siblings = new Map<string, Group & { members: Thing[] }>();
  for (const thing of things) {
    const group = rules.apart(thing.iri) ? null : groupOf(thing, at.get(thing.iri) ?? []);
    if (!group) continue;
    const there = siblings.get(group.id);
    if (there) there.members.push(thing);
    else siblings.set(group.id, { ...group, members: [thing] });
  }
  const groups = [...siblings.values()].filter((group) => group.members.length > (rules.most ?? MOST_SIBLINGS));
  const closed = groups.filter((group) => !rules.isOpen(group.id));
  const inside = new Set(closed.flatMap((group) => group.members.map((thing) => thing.iri)));
  return { single: things.filter((thing) => !inside.has(thing.iri)), closed, open: groups.filter((group) => rules.isOpen(group.id)) };
}

/** The group of a thing that has one neighbour; null for any other. */
function groupOf(thing: Thing, lines: readonly Bundle[]): Omit<Group, "members"> | null {
  const others = new Set(lines.map((line) => (line.source === thing.iri ? line.target : line.source)));
  const [anchor] = others;
  if (others.size !== 1 || anchor === undefined || anchor === thing.iri) return null;
  const ways = lines.flatMap((line) => line.statements.map((item) => `${shortTerm(line.relation)}.${directionOf(item, anchor).charAt(0)}`));
  const relations = [...new Set(ways)].sort().join("~");
  return { id: groupId({ thing: shortThing(anchor), kind: thing.kind, relations }), anchor, kind: thing.kind, relations };
}
