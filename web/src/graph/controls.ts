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
  byId(page, "add").addEventListener("submit", (event) => {
    event.preventDefault();
    intentions.add((byId(page, "add-thing") as HTMLInputElement).value.trim());
  });
}

/** Tell whether a key meant something here. */
function onKey(event: KeyboardEvent, intentions: Intentions): boolean {
  const step = STEPS[event.key];
  if (step) intentions.walk(...step);
  else if (event.key === "Enter") intentions.enter();
  else if (event.key === " ") intentions.hold();
  else if (event.key === "Delete" || event.key === "Backspace") intentions.takeOut();
  else return false;
  return true;
}
