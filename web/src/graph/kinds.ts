/** A kind of things, or how two kinds connect, in words: from here the first things come into the picture. */

import { type Actions, mark, statementNote } from "./detail.ts";
import { button, element } from "./dom.ts";
import { type KindCount, type RelationKind, shortThing, type Statement, type Subgraph, type Thing, type Things } from "./model.ts";
import type { Between, Overview } from "./overview.ts";

export interface Asking {
  readonly things: (kind: string, text: string, offset: number) => Promise<Things>;
  readonly examples: (between: RelationKind) => Promise<Subgraph>;
  readonly failed: (error: unknown) => void;
}

/** A kind with its things by name, 50 at a time, and a field to search among them. */
export function kindDetail(page: Document, kind: KindCount, asking: Asking, actions: Actions): Node[] {
  const title = element(page, "h2", {}, mark(page, kind.kind), ` ${kind.things} ${kind.label}`);
  const input = element(page, "input", { id: "within-kind", type: "search", autocomplete: "off", spellcheck: "false" });
  const form = element(page, "form", { role: "search" }, element(page, "label", { for: "within-kind" }, "Name has"), " ", input);
  const list = element(page, "ul", { class: "things" });
  const more = element(page, "p", { "aria-live": "polite" });
  const load = (offset: number): void => {
    const text = input.value.trim();
    asking.things(kind.kind, text, offset).then((found) => {
      if (text !== input.value.trim()) return;
      const items = found.nodes.map((thing) => thingItem(page, thing, actions));
      if (offset) list.append(...items);
      else list.replaceChildren(...items);
      more.replaceChildren(...following(page, found, load));
    }, asking.failed);
  };
  const again = (event: Event): void => {
    event.preventDefault();
    load(0);
  };
  form.addEventListener("submit", again);
  input.addEventListener("input", again);
  load(0);
  return [title, element(page, "p", { class: "note" }, "Choose one to begin with."), form, list, more];
}

function thingItem(page: Document, thing: Thing, actions: Actions): Node {
  const chooser = button(page, thing.label, () => {
    actions.begin([shortThing(thing.iri)]);
  });
  chooser.className = "name";
  return element(page, "li", {}, chooser);
}

/** What follows a list: how many there are, or a button for the next. */
function following(page: Document, found: Things, load: (offset: number) => void): (Node | string)[] {
  if (found.total === 0) return ["None has such a name."];
  const { next } = found;
  if (next === null) return [];
  const following = button(page, `Next ${Math.min(50, found.total - next)} of ${found.total}`, () => {
    load(next);
  });
  return [following];
}

/** How two kinds connect: each relation with its number, and examples of it to begin with. */
export function betweenDetail(page: Document, between: Between, overview: Overview, asking: Asking, actions: Actions): Node[] {
  const title = element(page, "h2", {}, between.kinds.map((kind) => overview.called(kind)).join(" and "));
  const list = element(page, "ul", { class: "relations" });
  for (const relation of between.relations) list.append(relationItem(page, relation, asking, actions));
  return [title, element(page, "p", { class: "note" }, `${between.edges} connections`), list];
}

function relationItem(page: Document, relation: RelationKind, asking: Asking, actions: Actions): Node {
  const words = relation.direction === "claim" ? `${relation.label} ` : `${spaced(relation.source)} → ${relation.label} → ${spaced(relation.target)} `;
  const item = element(page, "li", {}, words, element(page, "b", {}, String(relation.edges)), " ");
  if (relation.inferred) item.append(element(page, "span", { class: "note" }, "inferred "));
  const shower = button(page, "Examples", () => {
    asking.examples(relation).then((found) => {
      const list = element(page, "ul", { class: "examples" }, ...found.edges.map((edge) => exampleItem(page, edge, found, actions)));
      shower.replaceWith(list);
      list.querySelector<HTMLElement>("button")?.focus();
    }, asking.failed);
  });
  shower.setAttribute("aria-label", `Examples: ${words}`);
  item.append(shower);
  return item;
}

function exampleItem(page: Document, edge: Statement, found: Subgraph, actions: Actions): Node {
  const ends = [edge.source, edge.target].map((iri) => found.nodes.find((node) => node.iri === iri)?.label ?? "");
  const chooser = button(page, ends.join(edge.claim ? " – " : " → "), () => {
    actions.begin([edge.source, edge.target].map(shortThing));
  });
  chooser.className = "name";
  return element(page, "li", {}, chooser, element(page, "p", { class: "note" }, edge.statement ?? "", " ", statementNote(edge)));
}

function spaced(kind: string): string {
  return kind.replaceAll("-", " ");
}
