/** The legend, which filters, and the tables, which hold the same as the picture and select in it. */

import { button, element } from "./dom.ts";
import { mark } from "./detail.ts";
import type { Thing } from "./model.ts";
import type { Facet, Operation } from "./operations.ts";
import { type Bundle, NO_EVIDENCE, type Scene } from "./scene.ts";

/** A box to tick for each kind of thing, relation and kind of evidence in the picture, with its number. */
export function legend(page: Document, scene: Scene, act: (operation: Operation) => void): Node[] {
  const kinds = counted([...scene.things.values()].map((thing) => thing.kind));
  const relations = counted([...scene.statements.values()].map((item) => item.label));
  const evidence = counted([...scene.statements.values()].map((item) => item.evidence ?? NO_EVIDENCE));
  const groups: readonly (readonly [string, Facet, ReadonlyMap<string, number>])[] = [
    ["Things", "kind", kinds],
    ["Statements", "relation", relations],
    ["Evidence", "evidence", evidence],
  ];
  return groups
    .filter(([, , values]) => values.size > 0)
    .map(([title, facet, values]) => {
      const group = element(page, "fieldset", {}, element(page, "legend", {}, title));
      for (const [value, number] of values) group.append(box(page, scene, facet, value, number, act));
      return group;
    });
}

function box(page: Document, scene: Scene, facet: Facet, value: string, number: number, act: (operation: Operation) => void): Node {
  const input = element(page, "input", { type: "checkbox" });
  input.checked = !scene.hidden[facet].has(value);
  input.addEventListener("change", () => {
    act({ type: "toggle", facet, value });
  });
  const label = element(page, "label", {}, input, " ");
  if (facet === "kind") label.append(mark(page, value), " ");
  label.append(`${value.replaceAll("-", " ")} `, element(page, "span", { class: "note" }, String(number)));
  return label;
}

function counted(values: readonly string[]): Map<string, number> {
  const found = new Map<string, number>();
  for (const value of [...values].sort((a, b) => a.localeCompare(b, "en"))) found.set(value, (found.get(value) ?? 0) + 1);
  return found;
}

/** What the tables do: select in the picture, and lead to the page of a claim. */
export interface TwinActions {
  readonly select: (id: string) => void;
  readonly pageOf: (iri: string) => string;
}

/** The tables of things and of statements; names select in the picture, statements in words open their cards. */
export function tables(page: Document, things: readonly Thing[], lines: readonly Bundle[], actions: TwinActions): Node[] {
  const named = new Map(things.map((thing) => [thing.iri, thing.label]));
  const chooser = (text: string, id: string): Node =>
    button(page, text, () => {
      actions.select(id);
    });
  const thingRows = things.map((thing) => [chooser(thing.label, thing.iri), thing.kind.replaceAll("-", " ")]);
  const statementRows = lines.flatMap((line) =>
    line.statements.map((item) => [
      named.get(item.source) ?? "",
      chooser(item.label, line.id),
      named.get(item.target) ?? "",
      item.claim ? element(page, "a", { href: actions.pageOf(item.claim), "data-card": "" }, item.statement ?? item.label) : "",
      item.inferred ? "inferred" : (item.evidence ?? ""),
      item.document ?? "",
    ]),
  );
  return [
    table(page, `Things: ${things.length}`, ["Thing", "Kind"], thingRows),
    table(page, `Statements: ${statementRows.length}`, ["From", "Statement", "To", "In words", "Evidence", "Source"], statementRows),
  ];
}

function table(page: Document, caption: string, headings: readonly string[], rows: readonly (readonly (Node | string)[])[]): Node {
  const head = element(page, "tr", {}, ...headings.map((text) => element(page, "th", { scope: "col" }, text)));
  const body = rows.map((cells) => element(page, "tr", {}, ...cells.map((cell) => element(page, "td", { class: "wordy" }, cell))));
  const made = element(page, "table", {}, element(page, "caption", {}, caption), element(page, "thead", {}, head), element(page, "tbody", {}, ...body));
  return element(page, "div", { class: "scroll", tabindex: "0", role: "region", "aria-label": caption }, made);
}
