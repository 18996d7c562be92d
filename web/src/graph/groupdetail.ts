/** A group in words: what is in it, and the ways to open it, to close it, and to take one thing out of it. */

import type { Actions } from "./detail.ts";
import { mark } from "./detail.ts";
import { button, element } from "./dom.ts";
import { groupLabel } from "./drawing.ts";
import type { Group } from "./groups.ts";
import { shortThing, type Thing } from "./model.ts";
import type { Operation } from "./operations.ts";

/** The step that opens a group, or closes it again. */
export function groupStep(group: Group): Operation {
  return { type: "group", thing: shortThing(group.anchor), kind: group.kind, relations: group.relations };
}

/** A closed group: its things by name, each of which can be shown alone. */
export function groupDetail(page: Document, group: Group, anchor: Thing | undefined, isPinned: boolean, actions: Actions): Node[] {
  const title = element(page, "h2", {}, mark(page, group.kind), ` ${groupLabel(group)}`);
  const choices = element(page, "p", { class: "actions" });
  if (anchor) {
    choices.append(button(page, "Open the group", () => {
      actions.act(groupStep(group));
    }));
  }
  if (isPinned) {
    choices.append(button(page, "Unpin", () => {
      actions.act({ type: "unpin", id: group.id });
    }));
  }
  const why = anchor ? `All are connected with ${anchor.label} alone.` : "There are too many things to draw each: filter, or take things out.";
  const list = element(page, "ul", { class: "things" });
  for (const thing of group.members) list.append(memberItem(page, thing, actions));
  return [title, element(page, "p", { class: "note" }, why), choices, list];
}

function memberItem(page: Document, thing: Thing, actions: Actions): Node {
  const shower = button(page, thing.label, () => {
    actions.begin([shortThing(thing.iri)]);
  });
  shower.className = "name";
  shower.title = "Show it alone";
  return element(page, "li", {}, shower);
}

/** Groups round a thing that are open, each with the button that closes it. */
export function openGroups(page: Document, groups: readonly Group[], actions: Actions): Node[] {
  if (groups.length === 0) return [];
  const items = groups.map((group) => {
    const closer = button(page, `Close: ${groupLabel(group)}`, () => {
      actions.act(groupStep(group));
    });
    return element(page, "li", {}, closer);
  });
  return [element(page, "h3", {}, "Open groups"), element(page, "ul", {}, ...items)];
}
