/** The tables, which hold the same as the picture and select in it. */

import { bundles } from "./bundles.ts";
import { button, element } from "./dom.ts";
import type { Overview } from "./overview.ts";
import { kindId } from "./overview.ts";
import type { Scene } from "./scene.ts";

/** What the tables do: select in the picture, and lead to the page of a claim. */
export interface TwinActions {
  readonly select: (id: string) => void;
  readonly pageOf: (iri: string) => string;
}

/** The tables of things and of statements; names select in the picture, statements in words open their cards. */
export function tables(page: Document, scene: Scene, actions: TwinActions): Node[] {
  const things = scene.shownThings;
  const lines = bundles(scene.shownStatements);
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

/** The graph at a glance as tables: all kinds, and all connections, the rare ones too. */
export function overviewTables(page: Document, overview: Overview, select: (id: string) => void): Node[] {
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
    table(page, `Kinds: ${kinds.length}`, ["Kind", "Things"], kinds),
    table(page, `Connections: ${relations.length}`, ["From", "Relation", "To", "Edges", ""], relations),
  ];
}

function table(page: Document, caption: string, headings: readonly string[], rows: readonly (readonly (Node | string)[])[]): Node {
  const head = element(page, "tr", {}, ...headings.map((text) => element(page, "th", { scope: "col" }, text)));
  const body = rows.map((cells) => element(page, "tr", {}, ...cells.map((cell) => element(page, "td", { class: "wordy" }, cell))));
  const made = element(page, "table", {}, element(page, "caption", {}, caption), element(page, "thead", {}, head), element(page, "tbody", {}, ...body));
  return element(page, "div", { class: "scroll", tabindex: "0", role: "region", "aria-label": caption }, made);
}
