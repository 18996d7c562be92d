/** What is drawn of a scene: dots and lines, with siblings in groups. Pure. */

import { type Bundle, bundles } from "./bundles.ts";
import { classOf, type LineLook } from "./evidence.ts";
import { type Group, type Grouping, grouping } from "./groups.ts";
import type { Statement, Thing } from "./model.ts";
import type { Scene } from "./scene.ts";

export interface DrawnNode {
  readonly id: string;
  readonly label: string;
  readonly kind: string;
  readonly size: number;
  /** How many things it stands for; 1 for a thing. */
  readonly count: number;
  readonly pinned: boolean;
  /** Whether its name is large, because there are few and each stands for much. */
  readonly isLarge?: boolean;
}

export interface DrawnLine extends LineLook {
  readonly id: string;
  readonly source: string;
  readonly target: string;
  readonly label: string;
  /** What it stands for. */
  readonly statements: readonly Statement[];
  /** Whether its label is short enough to be read beside all others. */
  readonly isShort?: boolean;
  /** Whether it leads from one to the other: claims, and rows of answers, have no direction. */
  readonly directed: boolean;
  readonly disagrees: boolean;
}

export interface Drawing {
  readonly nodes: readonly DrawnNode[];
  readonly lines: readonly DrawnLine[];
  readonly grouping: Grouping;
  /** Whether siblings are in groups that would be open, because there are too many things. */
  readonly crowded: boolean;
}

/** More dots than this are drawn as groups. */
export const MOST_DRAWN = 2000;
const DOT = 18;

export function drawingOf(scene: Scene, most = MOST_DRAWN): Drawing {
  const things = scene.shownThings;
  const lines = bundles(scene.shownStatements);
  const apart = (iri: string): boolean => scene.added.has(iri) || scene.pins.has(iri);
  const usual = grouping(things, lines, { apart, isOpen: (id) => scene.opened.has(id) });
  const crowded = usual.single.length + usual.closed.length > most;
  const grouped = crowded ? crowd(things, lines, most) : usual;
  return { ...drawn(grouped, lines, scene.pins), grouping: grouped, crowded };
}

/** Groups of all siblings; where things are still too many, those with fewest lines as one group of each kind. */
function crowd(things: readonly Thing[], lines: readonly Bundle[], most: number): Grouping {
  const tight = grouping(things, lines, { apart: () => false, isOpen: () => false, most: 1 });
  const room = most - tight.closed.length;
  if (tight.single.length <= room) return tight;
  const degrees = new Map<string, number>();
  for (const line of lines) for (const end of [line.source, line.target]) degrees.set(end, (degrees.get(end) ?? 0) + 1);
  const anchors = new Set(tight.closed.map((group) => group.anchor));
  const rank = (thing: Thing): number => (anchors.has(thing.iri) ? Infinity : (degrees.get(thing.iri) ?? 0));
  const ranked = [...tight.single].sort((a, b) => rank(b) - rank(a));
  const rest = new Map<string, Thing[]>();
  for (const thing of ranked.slice(Math.max(0, room))) rest.set(thing.kind, [...(rest.get(thing.kind) ?? []), thing]);
  const kinds = [...rest].map(([kind, members]): Group => ({ id: `group rest ${kind}`, anchor: "", kind, relations: "", members }));
  return { single: ranked.slice(0, Math.max(0, room)), closed: [...tight.closed, ...kinds], open: [] };
}

function drawn(grouped: Grouping, lines: readonly Bundle[], pins: ReadonlyMap<string, unknown>): Pick<Drawing, "nodes" | "lines"> {
  const standsIn = new Map(grouped.closed.flatMap((group) => group.members.map((thing) => [thing.iri, group.id] as const)));
  const alone = grouped.single.map((thing) => ({ id: thing.iri, label: thing.label, kind: thing.kind, size: DOT, count: 1, pinned: pins.has(thing.iri) }));
  const groups = grouped.closed.map((group) => ({
    id: group.id,
    label: groupLabel(group),
    kind: group.kind,
    size: sizeOf(group.members.length),
    count: group.members.length,
    pinned: pins.has(group.id),
  }));
  const own = lines.filter((line) => !standsIn.has(line.source) && !standsIn.has(line.target)).map(lineOf);
  return { nodes: [...alone, ...groups], lines: [...own, ...joined(lines, standsIn)] };
}

/** Lines to and from groups: all of one relation between the same two are one. */
function joined(lines: readonly Bundle[], standsIn: ReadonlyMap<string, string>): DrawnLine[] {
  const together = new Map<string, Bundle[]>();
  for (const line of lines) {
    const [source, target] = [standsIn.get(line.source), standsIn.get(line.target)];
    if ((source === undefined && target === undefined) || source === target) continue;
    const id = [line.relation, source ?? line.source, target ?? line.target].join(" ");
    together.set(id, [...(together.get(id) ?? []), line]);
  }
  return [...together].flatMap(([id, [first, ...more]]) => {
    if (!first) return [];
    const statements = [first, ...more].flatMap((line) => line.statements);
    const whole = { ...first, id, statements, label: `${statements[0]?.label ?? ""} ×${statements.length}` };
    return { ...lineOf(whole), source: standsIn.get(first.source) ?? first.source, target: standsIn.get(first.target) ?? first.target };
  });
}

function lineOf(line: Bundle): DrawnLine {
  const { width, strokes } = classOf(line.statements);
  const directed = line.relation !== "" && !line.statements.some((item) => item.claim);
  const disagrees = line.statements.some((item) => item.disagrees);
  return { id: line.id, source: line.source, target: line.target, label: line.label, statements: line.statements, directed, disagrees, width, strokes };
}

/** What a group is called: how many of what. */
export function groupLabel(group: Pick<Group, "kind" | "members">): string {
  return `${group.members.length} ${plural(group.kind)}`;
}

export function plural(kind: string): string {
  const words = kind.replaceAll("-", " ");
  return words.endsWith("y") ? `${words.slice(0, -1)}ies` : `${words}s`;
}

/** A dot's size grows with what it stands for, slowly. */
export function sizeOf(count: number): number {
  return Math.round(DOT + 7 * Math.log2(Math.max(1, count)));
}
