/** The legend, which filters: each value in the picture with its number, to be hidden, or to be the only one. */

import { mark } from "./detail.ts";
import { button, element, replaceKeepingFocus } from "./dom.ts";
import { CLASSES, type EvidenceClass, INFERRED, STATED } from "./evidence.ts";
import { NONE, valueOf } from "./filter.ts";
import { lineSample } from "./sample.ts";
import type { Statement, Thing } from "./model.ts";
import type { Facet, Operation } from "./operations.ts";
import type { Scene } from "./scene.ts";

/** A facet of more values than this is a list to search in. */
const MOST_VALUES = 14;
const MOST_SOURCES = 5;

/** A value of a facet: what the filter calls it, what the reader does, and how many things or statements have it. */
export interface FacetValue {
  readonly value: string;
  readonly label: string;
  readonly count: number;
}

interface FacetWords {
  readonly title: string;
  readonly facet: Facet;
  readonly none: string;
  /** Whether it explains marks of the picture, so that it is told even if there is nothing to choose. */
  readonly isKey?: boolean;
}

const FACETS: readonly FacetWords[] = [
  { title: "Things", facet: "kind", none: "", isKey: true },
  { title: "Statements", facet: "relation", none: "", isKey: true },
  { title: "Evidence", facet: "evidence", none: "stated, or inferred (dashed)", isKey: true },
  { title: "How it was seen", facet: "verification", none: "no claim" },
  { title: "Source", facet: "source", none: "no source of its own" },
];

type Act = (operation: Operation) => void;

/** A group of boxes to tick for each facet, and the years of the sources. */
export function legend(page: Document, scene: Scene, act: Act): HTMLElement[] {
  const things = [...scene.things.values()];
  const statements = [...scene.statements.values()];
  const groups = FACETS.flatMap((words) => {
    const values = facetValues(words, things, statements);
    if (values.length === 0 || (values.length === 1 && !words.isKey && scene.filter.isOpen(words.facet))) return [];
    const most = words.facet === "source" ? MOST_SOURCES : MOST_VALUES;
    return values.length > most ? searchable(page, words, values, scene, act) : group(page, words, values, scene, act);
  });
  return [...groups, ...years(page, scene, statements, act)];
}

/** Put the legend where it belongs; a list that was open stays open, with what was sought in it. */
export function showLegend(place: HTMLElement, content: readonly HTMLElement[]): void {
  const soughtIn = new Map([...place.querySelectorAll<HTMLDetailsElement>("details[open]")].map((list) => [list.dataset.facet, fieldOf(list)?.value ?? ""]));
  for (const list of content.flatMap((item) => [...item.querySelectorAll("details")])) {
    const sought = soughtIn.get(list.dataset.facet);
    const field = fieldOf(list);
    if (sought === undefined || !field) continue;
    list.setAttribute("open", "");
    field.value = sought;
    field.dispatchEvent(new Event("input"));
  }
  replaceKeepingFocus(place, content);
}

function fieldOf(list: HTMLElement): HTMLInputElement | null {
  return list.querySelector('input[type="search"]');
}

/** The values of a facet by their numbers, the largest first, evidence by its strength; what has none last. */
export function facetValues({ facet, none }: FacetWords, things: readonly Thing[], statements: readonly Statement[]): FacetValue[] {
  if (facet === "kind") return counted(things.map((thing) => [thing.kind, thing.kind.replaceAll("-", " ")]));
  if (facet === "date") return [];
  const values = counted(statements.map((item) => {
    const value = valueOf(item, facet);
    return [value, value === NONE ? none : (labelOf(item, facet) ?? value)];
  }));
  return facet === "evidence" ? values.sort((a, b) => strength(a.value) - strength(b.value)) : values;
}

/** The place of a type of evidence among all, the strongest first. */
function strength(type: string): number {
  const types = CLASSES.flatMap((item) => item.types);
  return types.includes(type) ? types.indexOf(type) : types.length;
}

function labelOf(statement: Statement, facet: Exclude<Facet, "kind" | "date">): string | undefined {
  if (facet === "relation") return statement.label;
  return facet === "source" ? statement.document : statement[facet];
}

function counted(values: readonly (readonly [value: string, label: string])[]): FacetValue[] {
  const found = new Map<string, FacetValue>();
  for (const [value, label] of values) found.set(value, { value, label, count: (found.get(value)?.count ?? 0) + 1 });
  return [...found.values()].sort((a, b) => Number(a.value === NONE) - Number(b.value === NONE) || b.count - a.count || a.label.localeCompare(b.label, "en"));
}

function group(page: Document, words: FacetWords, values: readonly FacetValue[], scene: Scene, act: Act): HTMLElement {
  const made = element(page, "fieldset", {}, element(page, "legend", {}, words.title));
  for (const value of values) made.append(box(page, words.facet, value, scene, act));
  made.append(...everything(page, words, scene, act));
  return made;
}

/** A list to search in, folded until it is asked for. */
function searchable(page: Document, words: FacetWords, values: readonly FacetValue[], scene: Scene, act: Act): HTMLElement {
  const shown = values.filter(({ value }) => scene.filter.admits(words.facet, value)).length;
  const summary = element(page, "summary", { "data-key": `list ${words.facet}` }, `${words.title}: `, shown === values.length ? `all ${shown}` : `${shown} of ${values.length}`);
  const input = element(page, "input", { type: "search", "aria-label": `Search: ${words.title}`, placeholder: "Search", autocomplete: "off" });
  const list = element(page, "div", { class: "values" }, ...values.map((value) => box(page, words.facet, value, scene, act)));
  input.addEventListener("input", () => {
    const sought = input.value.trim().toLowerCase();
    for (const [number, item] of [...list.children].entries()) (item as HTMLElement).hidden = !values[number]?.label.toLowerCase().includes(sought);
  });
  const folded = element(page, "details", { class: "facet", "data-facet": words.facet }, summary, input, list);
  return element(page, "div", {}, folded, ...everything(page, words, scene, act));
}

function box(page: Document, facet: Facet, { value, label, count }: FacetValue, scene: Scene, act: Act): HTMLElement {
  const input = element(page, "input", { type: "checkbox", "data-key": `${facet} ${value}` });
  input.checked = scene.filter.admits(facet, value);
  input.addEventListener("change", () => {
    act({ type: "toggle", facet, value });
  });
  const made = element(page, "label", {}, input, " ");
  if (facet === "kind") made.append(mark(page, value), " ");
  if (facet === "evidence") made.append(...evidenceClasses(value).flatMap((item) => [lineSample(page, item), " "]));
  made.append(`${label} `, element(page, "span", { class: "note" }, String(count)));
  const only = button(page, "only", () => {
    act({ type: "only", facet, value });
  });
  only.className = "only";
  only.setAttribute("aria-label", `Only: ${label}`);
  return element(page, "span", { class: "value" }, made, " ", only);
}

/** How lines with a type of evidence look; without any, they are stated or inferred. */
function evidenceClasses(type: string): EvidenceClass[] {
  return type === NONE ? [STATED, INFERRED] : CLASSES.filter((item) => item.types.includes(type));
}

/** The way back to all values of a facet, where some are hidden. */
function everything(page: Document, { title, facet }: FacetWords, scene: Scene, act: Act): Node[] {
  if (scene.filter.isOpen(facet)) return [];
  const shower = button(page, "Show all", () => {
    act({ type: "all", facet });
  });
  shower.setAttribute("aria-label", `Show all: ${title}`);
  return [shower];
}

/** From which year to which the sources are, and whether statements without a date are shown. */
function years(page: Document, scene: Scene, statements: readonly Statement[], act: Act): HTMLElement[] {
  const known = [...new Set(statements.flatMap((item) => item.year ?? []))].sort((a, b) => a - b);
  if (known.length === 0) return [];
  const [from, to] = scene.filter.years;
  const chooser = (name: string, chosen: number, choose: (year: number) => void): HTMLElement => {
    const select = element(page, "select", { "data-key": `year ${name}` }, element(page, "option", { value: "0" }, "any"));
    for (const year of new Set([...known, ...(chosen ? [chosen] : [])].sort((a, b) => a - b))) select.append(element(page, "option", { value: String(year) }, String(year)));
    select.value = String(chosen);
    select.addEventListener("change", () => {
      choose(Number(select.value));
    });
    return element(page, "label", {}, `${name} `, select);
  };
  const made = element(page, "fieldset", {}, element(page, "legend", {}, "Year of the source"));
  made.append(
    chooser("from", from, (year) => {
      act({ type: "years", from: year, to });
    }),
    " ",
    chooser("to", to, (year) => {
      act({ type: "years", from, to: year });
    }),
  );
  const undated = statements.filter((item) => item.year === undefined).length;
  if (undated) made.append(box(page, "date", { value: NONE, label: "without a date", count: undated }, scene, act));
  return [made];
}
