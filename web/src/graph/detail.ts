/** What is selected, in words: a thing with what can be added around it, a line with the statements in it. */

import { button, element } from "./dom.ts";
import { type RelationCount, type Relations, shortTerm, shortThing, type Statement, type Thing } from "./model.ts";
import type { Operation } from "./operations.ts";
import type { Bundle } from "./scene.ts";

export interface Actions {
  readonly act: (operation: Operation) => void;
  /** Look for paths from a thing to one whose name was typed. */
  readonly connect: (thing: string, typed: string) => void;
  /** The address of the page about an IRI of ours. */
  readonly pageOf: (iri: string) => string;
  /** The address of the query that describes any IRI. */
  readonly descriptionOf: (iri: string) => string;
}

const ARROWS = { out: "→", in: "←", claim: "–" } as const;
const PAGE_SIZE = 50;

/** The part of the page about a thing: its relations with their numbers, each a button that adds its neighbours. */
export function thingDetail(page: Document, relations: Relations, done: readonly Operation[], actions: Actions): Node[] {
  const thing = shortThing(relations.iri);
  const title = element(page, "h2", {}, mark(page, relations.kind), " ", relations.label);
  const links = element(page, "p", {}, element(page, "a", { href: actions.pageOf(relations.iri) }, "Page"), " ");
  links.append(button(page, "Take out", () => {
    actions.act({ type: "remove", thing });
  }));
  const list = element(page, "ul", { class: "relations" });
  for (const group of relations.relations) list.append(relationItem(page, thing, group, done, actions));
  return [title, links, pathForm(page, thing, actions), element(page, "h3", {}, "Add what is connected"), list];
}

/** The part of the page about a thing that is none of the graph's own: what it is, and the query that describes it. */
export function otherThingDetail(page: Document, thing: Thing, actions: Actions): Node[] {
  const title = element(page, "h2", {}, thing.label);
  const name = thing.iri.startsWith("_:") ? "a node without a name of its own" : thing.iri;
  const links = element(page, "p", {});
  if (name === thing.iri) links.append(element(page, "a", { href: actions.descriptionOf(thing.iri) }, "What the data says of it"), " ");
  links.append(button(page, "Take out", () => {
    actions.act({ type: "remove", thing: shortThing(thing.iri) });
  }));
  return [title, element(page, "p", { class: "note" }, `${thing.kind}: `, element(page, "code", {}, name)), links];
}

function pathForm(page: Document, thing: string, actions: Actions): Node {
  const input = element(page, "input", { id: "path-to", list: "add-names", autocomplete: "off", spellcheck: "false" });
  const form = element(page, "form", {}, element(page, "label", { for: "path-to" }, "Path to"), " ", input, " ", element(page, "button", { type: "submit" }, "Find"));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    actions.connect(thing, input.value.trim());
  });
  return form;
}

function relationItem(page: Document, thing: string, group: RelationCount, done: readonly Operation[], actions: Actions): Node {
  const relation = shortTerm(group.relation);
  const steps = done.filter(
    (item) => item.type === "expand" && item.thing === thing && item.relation === relation && item.direction === group.direction,
  );
  const offset = steps.length * PAGE_SIZE;
  const left = group.neighbours - offset;
  const words = `${group.label} ${ARROWS[group.direction]} `;
  const item = element(page, "li", {}, words, element(page, "b", {}, String(group.neighbours)), " ");
  item.append(element(page, "span", { class: "note" }, `${group.kinds.join(", ")}${group.inferred ? ", inferred" : ""} `));
  if (left <= 0) item.append(element(page, "span", { class: "note" }, "in the picture"));
  else {
    const text = offset ? `Next ${Math.min(left, PAGE_SIZE)}` : left > PAGE_SIZE ? `First ${PAGE_SIZE}` : "Add";
    const adder = button(page, text, () => {
      actions.act({ type: "expand", thing, relation, direction: group.direction, offset });
    });
    adder.setAttribute("aria-label", `${text}: ${group.label}, ${group.neighbours}`);
    item.append(adder);
  }
  return item;
}

/** The part of the page about a line: every statement in it, with its evidence and the way to its card. */
export function bundleDetail(page: Document, bundle: Bundle, source: Thing, target: Thing, actions: Actions): Node[] {
  const [first] = bundle.statements;
  const arrow = first?.claim || bundle.relation === "" ? "–" : "→";
  const title = element(page, "h2", {}, `${source.label} ${arrow} ${target.label}`);
  const list = element(page, "ul", { class: "statements" });
  for (const statement of bundle.statements) list.append(statementItem(page, statement, actions));
  return [title, element(page, "p", { class: "note" }, bundle.label), list];
}

function statementItem(page: Document, statement: Statement, actions: Actions): Node {
  const item = element(page, "li");
  if (statement.disagrees) item.append(element(page, "strong", { class: "disagrees" }, "others disagree "));
  if (statement.claim) {
    item.append(element(page, "a", { href: actions.pageOf(statement.claim), "data-card": "" }, statement.statement ?? statement.label));
    const evidence = [statement.evidence, statement.verification, statement.document].filter((text) => text !== undefined);
    item.append(element(page, "p", { class: "note" }, evidence.join(" · ")));
  } else {
    item.append(statement.label, element(page, "p", { class: "note" }, foundation(statement)));
    if (statement.inference) item.append(element(page, "a", { href: actions.pageOf(statement.inference) }, "Why"));
  }
  if (statement.others) item.append(element(page, "p", { class: "note" }, `The two share ${statement.others} more.`));
  return item;
}

/** Where a statement that is no claim comes from. */
function foundation(statement: Statement): string {
  if (statement.made) return statement.relation ? "made by the query, not stated in the graph" : "not stated in the graph: the two stand in one row of the answer";
  return statement.inferred ? "inferred by rules from what is stated" : "from the tables of things";
}

export function mark(page: Document, kind: string): HTMLElement {
  return element(page, "i", { class: `mark ${kind}`, "aria-hidden": "true" });
}
