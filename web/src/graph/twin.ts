/** The tables, which hold the same as the picture and select in it. */

import { makeTablesSortable, ordersOf, putInOrder } from "../site/tables.ts";
import { bundles } from "./bundles.ts";
import { button, element, replaceKeepingFocus } from "./dom.ts";
import { groupLabel } from "./drawing.ts";
import { groupStep } from "./groupdetail.ts";
import type { Group } from "./groups.ts";
import type { Operation } from "./operations.ts";
import type { Overview } from "./overview.ts";
import { kindId } from "./overview.ts";
import type { Session } from "./session.ts";

/** What the tables do: select in the picture, and lead to the page of a claim. */
export interface TwinActions {
  readonly select: (id: string) => void;
  /** Select a dot besides the others, or no longer. */
  readonly hold: (id: string) => void;
  readonly pageOf: (iri: string) => string;
  readonly act: (operation: Operation) => void;
}

/** The columns that hold controls. */
const UNSORTED: ReadonlySet<string> = new Set(["Selected", "Open or close"]);

/** The tables of things and of statements; names select in the picture, statements in words open their cards. */
export function tables(page: Document, { scene, drawing }: Pick<Session, "scene" | "drawing">, actions: TwinActions): HTMLElement[] {
  const { grouping } = drawing;
  const things = scene.shownThings;
  const lines = bundles(scene.shownStatements);
  const named = new Map(things.map((thing) => [thing.iri, thing.label]));
  const chooser = (text: string, id: string): Node =>
    button(page, text, () => {
      actions.select(id);
    });
  const drawnAs = new Map(drawing.lines.flatMap((line) => line.statements.map((item) => [item.id, line.id] as const)));
  const inGroup = new Map(grouping.closed.flatMap((group) => group.members.map((thing) => [thing.iri, group] as const)));
  const thingRows = things.map((thing) => {
    const group = inGroup.get(thing.iri);
    const id = group?.id ?? thing.iri;
    const cells = [holder(page, thing.label, id, actions), chooser(thing.label, id), thing.kind.replaceAll("-", " ")];
    return grouping.closed.length + grouping.open.length ? [...cells, group ? groupLabel(group) : ""] : cells;
  });
  const statementRows = lines.flatMap((line) =>
    line.statements.map((item) => [
      named.get(item.source) ?? "",
      chooser(item.label, drawnAs.get(item.id) ?? line.id),
      named.get(item.target) ?? "",
      item.claim ? element(page, "a", { href: actions.pageOf(item.claim), "data-card": "" }, item.statement ?? item.label) : "",
      item.inferred ? "inferred" : (item.evidence ?? ""),
      item.document ?? "",
    ]),
  );
  const groups = [...grouping.closed, ...grouping.open];
  const groupRows = groups.map((group) => [
    grouping.open.includes(group) ? groupLabel(group) : chooser(groupLabel(group), group.id),
    named.get(group.anchor) ?? "",
    group.anchor ? opener(page, group, grouping.open.includes(group), actions) : "",
  ]);
  return [
    ...(groups.length ? [table(page, "Groups", ["Group", "Connected with", "Open or close"], groupRows)] : []),
    table(page, "Things", ["Selected", "Thing", "Kind", ...(groups.length ? ["Group"] : [])], thingRows),
    table(page, "Statements", ["From", "Statement", "To", "In words", "Evidence", "Source"], statementRows),
  ];
}

function holder(page: Document, label: string, id: string, actions: TwinActions): HTMLInputElement {
  const box = element(page, "input", { type: "checkbox", "aria-label": `Selected: ${label}`, "data-node": id });
  box.addEventListener("change", () => {
    actions.hold(id);
  });
  return box;
}

/** Tick what is selected in the picture. */
export function markSelected(place: HTMLElement, ids: readonly string[]): void {
  const chosen = new Set(ids);
  for (const box of place.querySelectorAll<HTMLInputElement>("input[data-node]")) {
    box.checked = chosen.has(box.dataset.node ?? "");
    box.closest("tr")?.classList.toggle("selected", box.checked);
  }
}

function opener(page: Document, group: Group, isOpen: boolean, actions: TwinActions): Node {
  const made = button(page, isOpen ? "Close" : "Open", () => {
    actions.act(groupStep(group));
  });
  made.setAttribute("aria-label", `${isOpen ? "Close" : "Open"}: ${groupLabel(group)}`);
  made.dataset.key = group.id;
  return made;
}

/** The graph at a glance as tables: all kinds, and all connections, the rare ones too. */
export function overviewTables(page: Document, overview: Overview, select: (id: string) => void): HTMLElement[] {
  const chooser = (text: string, id: string): Node =>
    button(page, text, () => {
      select(id);
    });
  const kinds = overview.schema.kinds.map((item) => [chooser(item.label, kindId(item.kind)), String(item.things)]);
  const drawn = new Set(overview.lines.map((line) => line.id));
  const relations = overview.between.flatMap((item) =>
    item.relations.map((relation) => [
      overview.called(relation.source),
      drawn.has(item.id) ? chooser(relation.label, item.id) : relation.label,
      overview.called(relation.target),
      String(relation.edges),
      relation.inferred ? "inferred" : "",
    ]),
  );
  return [
    table(page, "Kinds", ["Kind", "Things"], kinds),
    table(page, "Connections", ["From", "Relation", "To", "Edges", "Inferred"], relations),
  ];
}

function table(page: Document, name: string, headings: readonly string[], rows: readonly (readonly (Node | string)[])[]): HTMLElement {
  const caption = `${name}: ${rows.length}`;
  const isNumber = (column: number): boolean => rows.every((cells) => typeof cells[column] === "string" && /^\d+$/.test(cells[column]));
  const heading = (text: string, column: number): HTMLElement =>
    element(page, "th", { scope: "col", "data-unsorted": UNSORTED.has(text) ? "" : undefined, class: isNumber(column) ? "number" : undefined }, text);
  const head = element(page, "tr", {}, ...headings.map(heading));
  const body = rows.map((cells) => element(page, "tr", {}, ...cells.map((cell) => element(page, "td", { class: "wordy" }, cell))));
  const made = element(page, "table", { "data-sortable": name }, element(page, "caption", {}, caption), element(page, "thead", {}, head), element(page, "tbody", {}, ...body));
  const place = element(page, "div", { class: "scroll", tabindex: "0", role: "region", "aria-label": caption }, made);
  makeTablesSortable(place);
  return place;
}

/** Put the tables where they belong, in the order in which somebody had put those before. */
export function showTables(place: HTMLElement, content: readonly HTMLElement[]): void {
  const orders = ordersOf(place);
  for (const item of content) putInOrder(item, orders);
  replaceKeepingFocus(place, content);
}
