/** Several things in words: what connects them, by paths or by neighbours that they share, each step with its evidence. */

import { type Actions, mark, statementItem } from "./detail.ts";
import { button, element } from "./dom.ts";
import { type RelationKind, shortTerm, shortThing, type Statement, type Thing } from "./model.ts";
import { MOST_HOPS, MOST_PATHS } from "./operations.ts";
import type { FoundPaths } from "./scene.ts";

/** Between each two of more things than this too many paths would be looked for. */
export const MOST_CONNECTED = 6;
const USUAL_HOPS = 4;
const PATHS_ADDED = 3;

/** What is looked for: paths of so many steps at most, that go over none of some relations. */
export interface PathSearch {
  readonly count: number;
  readonly hops: number;
  readonly without: readonly string[];
}

export const USUAL_SEARCH: PathSearch = { count: PATHS_ADDED, hops: USUAL_HOPS, without: [] };

/** What is known of several things that are selected. */
export interface ThingsView {
  readonly things: readonly Thing[];
  /** Every relation that the graph has. */
  readonly relations: readonly RelationKind[];
  /** What the last search between these very things found, if there was one. */
  readonly found: FoundPaths | undefined;
  readonly labelOf: (iri: string) => string;
}

/** The part of the page about several things. */
export function thingsDetail(page: Document, view: ThingsView, actions: Actions): Node[] {
  const { things, found } = view;
  const names = things.map((thing) => shortThing(thing.iri));
  const list = element(page, "ul", { class: "chosen" }, ...things.map((thing) => element(page, "li", {}, mark(page, thing.kind), ` ${thing.label}`)));
  const remover = button(page, "Take out all", () => {
    for (const thing of names) actions.act({ type: "remove", thing });
  });
  return [
    element(page, "h2", {}, `${things.length} things`),
    list,
    element(page, "p", { class: "actions" }, remover),
    element(page, "h3", {}, "What connects these"),
    searchForm(page, names, view, actions),
    ...(found ? foundPaths(page, found, view, actions) : []),
  ];
}

function searchForm(page: Document, names: readonly string[], { relations, found }: ThingsView, actions: Actions): Node {
  const hops = element(page, "select", { id: "most-hops" });
  for (let number = 1; number <= MOST_HOPS; number += 1) hops.append(element(page, "option", { value: String(number) }, String(number)));
  hops.value = String(found?.hops ?? USUAL_HOPS);
  const boxes = relationBoxes(page, relations, found?.without ?? []);
  const excluded = element(page, "details", { class: "excluded" }, element(page, "summary", { "data-key": "excluded" }, "Leave relations out"), element(page, "div", { class: "values" }, ...boxes));
  excluded.open = Boolean(found?.without.length);
  const form = element(page, "form", { id: "connecting" }, element(page, "label", { for: "most-hops" }, "Steps at most"), " ", hops, excluded);
  const sharer = button(page, "What they share", () => {
    actions.share(names);
  });
  form.append(element(page, "button", { type: "submit", "data-key": "find paths" }, "Paths between each two"), sharer);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const without = [...form.querySelectorAll<HTMLInputElement>("input:checked")].map((box) => box.value);
    actions.findPaths(names, { count: PATHS_ADDED, hops: Number(hops.value), without });
  });
  return form;
}

function relationBoxes(page: Document, relations: readonly RelationKind[], without: readonly string[]): HTMLElement[] {
  const named = new Map(relations.map((item) => [shortTerm(item.relation), item.label]));
  const ordered = [...named].sort(([, a], [, b]) => a.localeCompare(b, "en"));
  return ordered.map(([value, label]) => {
    const box = element(page, "input", { type: "checkbox", value, "data-key": `without ${value}` });
    box.checked = without.includes(value);
    return element(page, "label", {}, box, ` ${label}`);
  });
}

/** Every path that was found, step by step, and the way to the next. */
function foundPaths(page: Document, found: FoundPaths, view: ThingsView, actions: Actions): Node[] {
  const count = found.paths.length;
  const title = element(page, "h3", {}, count === 1 ? "One path" : `${count || "No"} paths`);
  const paths = found.paths.map((path) => element(page, "li", {}, ...pathSteps(page, path, view, actions)));
  const content: Node[] = [title, element(page, "ol", { class: "paths" }, ...paths)];
  const next = Math.min(found.count + PATHS_ADDED, MOST_PATHS);
  if (found.mayBeMore && next > found.count) {
    const more = button(page, `Next ${next - found.count} paths`, () => {
      actions.findPaths(found.things, { ...found, count: next });
    });
    more.dataset.key = "more paths";
    content.push(more);
  }
  return content;
}

/** A path as its things in order, with the statement and its evidence between each two. */
function pathSteps(page: Document, path: readonly Statement[], { labelOf }: ThingsView, actions: Actions): Node[] {
  const things = thingsAlong(path);
  const route = element(page, "b", {}, things.map(labelOf).join(" → "));
  return [route, element(page, "ul", { class: "statements" }, ...path.map((item) => statementItem(page, item, actions)))];
}

/** The things along a path, by their IRIs, each once and in order. */
export function thingsAlong(path: readonly Statement[]): string[] {
  const [first, second] = path;
  if (!first) return [];
  const turns = second && [second.source, second.target].includes(first.source);
  let here = turns ? first.target : first.source;
  return [here, ...path.map((item) => (here = item.source === here ? item.target : item.source))];
}
