/** What is selected, in words: a thing with what can be added around it, a line with the statements in it. */

import type { PathSearch } from "./connecting.ts";
import { onTaken } from "./controls.ts";
import { button, element } from "./dom.ts";
import { isMarked } from "./marks.ts";
import { type RelationCount, type Relations, shortTerm, shortThing, type Statement, type Thing } from "./model.ts";
import type { Operation } from "./operations.ts";

export interface Actions {
  readonly act: (operation: Operation) => void;
  /** Bring things in by kind and key, and select the first. */
  readonly begin: (things: readonly string[]) => void;
  /** Add the next neighbours by a relation. */
  readonly expand: (thing: string, group: RelationCount) => void;
  /** Bring the paths between each two of some things in, or what they are connected with in common. */
  readonly findPaths: (things: readonly string[], search: PathSearch) => void;
  readonly share: (things: readonly string[]) => void;
  /** Look for paths from a thing to one whose name was typed. */
  readonly connect: (thing: string, typed: string) => void;
  /** Where names of things are searched. */
  readonly search: string;
  /** The address of the page about an IRI of ours. */
  readonly pageOf: (iri: string) => string;
  /** The address of the query that describes any IRI. */
  readonly descriptionOf: (iri: string) => string;
}

/** How a statement that is no claim is told. */
type InWords = (statement: Statement) => string;

const ARROWS = { out: "→", in: "←", claim: "–" } as const;
const PAGE_SIZE = 50;

/** A thing as the panel tells it: its relations, how many neighbours of each are shown, and whether it is pinned. */
export interface ThingView {
  readonly relations: Relations;
  readonly shown: (group: RelationCount) => number;
  readonly isPinned: boolean;
}

/** The part of the page about a thing: its relations with their numbers, each a button that adds its neighbours. */
export function thingDetail(page: Document, view: ThingView, actions: Actions): Node[] {
  const { relations, isPinned } = view;
  const thing = shortThing(relations.iri);
  const title = element(page, "h2", {}, mark(page, relations.kind), " ", relations.label);
  const links = element(page, "p", { class: "actions" }, element(page, "a", { href: actions.pageOf(relations.iri) }, "Page"));
  links.append(button(page, "Take out", () => {
    actions.act({ type: "remove", thing });
  }));
  if (isPinned) {
    links.append(button(page, "Unpin", () => {
      actions.act({ type: "unpin", id: thing });
    }));
  }
  const list = element(page, "ul", { class: "relations" });
  for (const group of relations.relations) list.append(relationItem(page, thing, group, view.shown(group), actions));
  return [title, links, pathForm(page, thing, actions), element(page, "h3", {}, "Add what is connected"), list];
}

/** The part of the page about a thing that is none of the graph's own: what it is, and the query that describes it. */
export function otherThingDetail(page: Document, thing: Thing, actions: Actions): Node[] {
  const title = element(page, "h2", {}, thing.label);
  const name = thing.iri.startsWith("_:") ? "a node without a name of its own" : thing.iri;
  const links = element(page, "p", { class: "actions" });
  if (name === thing.iri) links.append(element(page, "a", { href: actions.descriptionOf(thing.iri) }, "What the data says of it"));
  links.append(button(page, "Take out", () => {
    actions.act({ type: "remove", thing: shortThing(thing.iri) });
  }));
  return [title, element(page, "p", { class: "note" }, `${thing.kind}: `, element(page, "code", {}, name)), links];
}

function pathForm(page: Document, thing: string, actions: Actions): Node {
  const input = element(page, "input", { id: "path-to", autocomplete: "off", spellcheck: "false", "data-suggest": actions.search, "data-take": "" });
  const form = element(page, "form", { class: "suggesting" }, element(page, "label", { for: "path-to" }, "Path to"), " ", input, " ", element(page, "button", { type: "submit" }, "Find"));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (input.value.trim()) actions.connect(thing, input.value.trim());
  });
  onTaken(input, (iri) => {
    actions.connect(thing, iri);
  });
  return form;
}

function relationItem(page: Document, thing: string, group: RelationCount, shown: number, actions: Actions): Node {
  const left = group.neighbours - shown;
  const words = `${group.label} ${ARROWS[group.direction]} `;
  const item = element(page, "li", {}, words, element(page, "b", {}, String(group.neighbours)), " ");
  const hidden = group.hidden ? `, ${group.hidden} more hidden by the filter` : "";
  item.append(element(page, "span", { class: "note" }, `${group.kinds.map((kind) => kind.replaceAll("-", " ")).join(", ")}${group.inferred ? ", inferred" : ""}${hidden} `));
  if (left <= 0) item.append(element(page, "span", { class: "note" }, group.neighbours ? "· in the picture" : ""));
  else {
    const text = shown ? `Next ${Math.min(left, PAGE_SIZE)}` : left > PAGE_SIZE ? `First ${PAGE_SIZE}` : "Add";
    const adder = button(page, text, () => {
      actions.expand(thing, group);
    });
    adder.setAttribute("aria-label", `${text}: ${group.label}, ${group.neighbours}`);
    adder.dataset.key = `${shortTerm(group.relation)} ${group.direction}`;
    item.append(adder);
  }
  return item;
}

/** The part of the page about a line: every statement in it, in words, with its evidence and the way to its card. */
export function lineDetail(page: Document, ends: readonly string[], statements: readonly Statement[], actions: Actions, inWords: InWords = labelOf): Node[] {
  const [first] = statements;
  const isDirected = first !== undefined && !first.claim && first.relation !== "";
  const title = element(page, "h2", {}, ends.join(isDirected ? " → " : " – "));
  const many = statements.length > 1 ? ` ×${statements.length}` : "";
  const list = element(page, "ul", { class: "statements" });
  for (const statement of statements) list.append(statementItem(page, statement, actions, inWords));
  return [title, element(page, "p", { class: "note" }, `${first?.label ?? ""}${many}`), list];
}

function labelOf(statement: Statement): string {
  return statement.label;
}

export function statementItem(page: Document, statement: Statement, actions: Pick<Actions, "pageOf">, inWords: InWords = labelOf): HTMLElement {
  const item = element(page, "li");
  if (statement.disagrees) item.append(element(page, "strong", { class: "disagrees" }, "others disagree "));
  if (statement.claim) item.append(element(page, "a", { href: actions.pageOf(statement.claim), "data-card": "" }, statement.statement ?? statement.label));
  else item.append(inWords(statement));
  item.append(element(page, "p", { class: "note" }, statementNote(statement)));
  if (statement.inference) item.append(element(page, "a", { href: actions.pageOf(statement.inference) }, "Why"));
  if (statement.others) item.append(element(page, "p", { class: "note" }, `The two share ${statement.others} more.`));
  return item;
}

/** What a statement stands on, in a few words. */
export function statementNote(statement: Statement): string {
  if (statement.claim) return [statement.evidence, statement.verification, statement.document].filter((text) => text !== undefined).join(" · ");
  if (statement.made) return statement.relation ? "made by the query, not stated in the graph" : "not stated in the graph: the two stand in one row of the answer";
  return statement.inferred ? "inferred by rules from what is stated" : "stated in the graph";
}

/** The mark of a kind; kinds of other people's data have all the same. */
export function mark(page: Document, kind: string): HTMLElement {
  return element(page, "i", { class: `mark ${isMarked(kind) ? kind : "other"}`, "aria-hidden": "true" });
}
