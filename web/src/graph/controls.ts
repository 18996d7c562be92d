/** The controls of the page: what is clicked, chosen, typed and pressed, handed on as what is meant by it. */

import { byId } from "./dom.ts";
import { isLayout, type Layout } from "./operations.ts";

const STEPS: Readonly<Record<string, readonly [number, number]>> = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

export interface Intentions {
  readonly undo: () => void;
  readonly redo: () => void;
  readonly clear: () => void;
  readonly fit: () => void;
  readonly layOut: (layout: Layout) => void;
  readonly add: (typed: string) => void;
  readonly takeHome: (format: string) => void;
  /** Go from thing to thing in a direction. */
  readonly walk: (x: number, y: number) => void;
  /** Go to what can be done with what is selected. */
  readonly enter: () => void;
  /** Keep what is selected while going on. */
  readonly hold: () => void;
  readonly takeOut: () => void;
}

/** Listen to the controls below an element of the page. */
export function listen(page: Document, place: HTMLElement, intentions: Intentions): void {
  for (const id of ["undo", "redo", "clear", "fit"] as const) byId(page, id).addEventListener("click", intentions[id]);
  byId(page, "layout").addEventListener("change", (event) => {
    const { value } = event.target as HTMLSelectElement;
    if (isLayout(value)) intentions.layOut(value);
  });
  byId(page, "picture").addEventListener("keydown", (event) => {
    if (onKey(event, intentions)) event.preventDefault();
  });
  for (const control of place.querySelectorAll<HTMLElement>("[data-export]")) {
    control.addEventListener("click", () => {
      intentions.takeHome(control.dataset.export ?? "");
    });
  }
  for (const menu of place.querySelectorAll<HTMLDetailsElement>(".menu")) closeWhenLeft(page, menu);
  const name = byId(page, "add-thing") as HTMLInputElement;
  byId(page, "add").addEventListener("submit", (event) => {
    event.preventDefault();
    if (name.value.trim()) intentions.add(name.value.trim());
  });
  onTaken(name, intentions.add);
}

/** Close a menu by Escape, and by a click beside it. */
function closeWhenLeft(page: Document, menu: HTMLDetailsElement): void {
  menu.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !menu.open) return;
    menu.open = false;
    menu.querySelector("summary")?.focus();
  });
  page.addEventListener("pointerdown", (event) => {
    if (event.target instanceof Node && event.target.isConnected && !menu.contains(event.target)) menu.open = false;
  });
}

/** Hear of a thing that was taken from what a field suggests, by its IRI. */
export function onTaken(field: HTMLInputElement, take: (thing: string) => void): void {
  field.addEventListener("taken", (event) => {
    if (event instanceof CustomEvent && typeof event.detail === "string") take(event.detail);
  });
}

/** Walk where an arrow key says; tell whether it was one. */
export function onArrow(event: KeyboardEvent, walk: (x: number, y: number) => void): boolean {
  const step = STEPS[event.key];
  if (!step) return false;
  walk(...step);
  event.preventDefault();
  return true;
}

/** Tell whether a key meant something here. */
function onKey(event: KeyboardEvent, intentions: Intentions): boolean {
  if (onArrow(event, intentions.walk)) return true;
  if (event.key === "Enter") intentions.enter();
  else if (event.key === " ") intentions.hold();
  else if (event.key === "Delete" || event.key === "Backspace") intentions.takeOut();
  else return false;
  return true;
}
