import { expect, test } from "vitest";

import { bundles } from "./bundles.ts";
import { grouping, MOST_SIBLINGS } from "./groups.ts";
import { type Statement, TERMS, type Thing, THINGS } from "./model.ts";

const HUB = thing("drug/hub", "drug");
const NEVER = { apart: () => false, isOpen: () => false };

function thing(id: string, kind = "protein"): Thing {
  return { iri: THINGS + id, label: id, kind };
}

function siblings(count: number): Thing[] {
  return Array.from({ length: count }, (_, number) => thing(`protein/${number}`));
}

function statement(source: Thing, target: Thing, relation = "inhibits"): Statement {
  return { id: `${source.iri} ${relation} ${target.iri}`, source: source.iri, target: target.iri, relation: TERMS + relation, label: relation };
}

test("more than eight neighbours of one thing by one relation that have no other neighbour are a group", () => {
  const few = siblings(MOST_SIBLINGS);
  const many = siblings(MOST_SIBLINGS + 1);
  expect(grouping([HUB, ...few], bundles(few.map((item) => statement(HUB, item))), NEVER).closed).toEqual([]);
  const grouped = grouping([HUB, ...many], bundles(many.map((item) => statement(HUB, item))), NEVER);
  expect(grouped.closed.map((group) => [group.id, group.members.length])).toEqual([["group drug/hub protein inhibits.o", 9]]);
  expect(grouped.single).toEqual([HUB]);
});

test("kinds, relations and directions make groups of their own; another neighbour keeps a thing out", () => {
  const all = siblings(40);
  const lines = all.flatMap((item, number) => {
    if (number < 10) return [statement(HUB, item)];
    if (number < 20) return [statement(item, HUB)];
    return number < 30 ? [statement(HUB, item), statement(HUB, item, "binds")] : [statement(HUB, item), statement(item, all[0] ?? HUB)];
  });
  const grouped = grouping([HUB, ...all], bundles(lines), NEVER);
  expect(grouped.closed.map((group) => [group.relations, group.members.length])).toEqual([
    ["inhibits.o", 9],
    ["inhibits.i", 10],
    ["binds.o~inhibits.o", 10],
  ]);
  expect(grouped.single).toHaveLength(1 + 1 + 10);
});

test("what was put somewhere, or named, stays apart; an open group stands as its things", () => {
  const many = siblings(10);
  const lines = bundles(many.map((item) => statement(HUB, item)));
  expect(grouping([HUB, ...many], lines, { ...NEVER, apart: (iri) => iri === many[0]?.iri }).closed[0]?.members).toHaveLength(9);
  const open = grouping([HUB, ...many], lines, { ...NEVER, isOpen: () => true });
  expect([open.closed.length, open.open.length, open.single.length]).toEqual([0, 1, 11]);
});
