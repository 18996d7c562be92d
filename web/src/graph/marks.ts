/** The marks of kinds as the page draws them: for the picture, and in the colours of paper for files. */

import { element } from "./dom.ts";

/** The kinds that have a mark of their own in the style sheet, see docs/visual-language.md. */
export const MARKED = ["drug", "protein", "cytokine", "receptor", "pathway", "autoantibody", "disease", "manifestation", "trial", "arm", "outcome-measure", "endpoint", "adverse-event"] as const;

/** A mark in a box of 1 by 1. */
export interface Mark {
  readonly color: string;
  readonly outline: "disc" | readonly (readonly [x: number, y: number])[];
}

/** What pictures on paper are drawn with. */
export interface Ink {
  readonly marks: ReadonlyMap<string, Mark>;
  readonly text: string;
  readonly line: string;
  readonly alarm: string;
  readonly other: string;
}

const SQUARE: Mark["outline"] = [[0, 0], [1, 0], [1, 1], [0, 1]];

/** Do something with an element of the page on which the colours are those of light ground. */
export function onPaper<Made>(page: Document, make: (paper: HTMLElement) => Made): Made {
  const paper = element(page, "div", { hidden: "" });
  for (const [name, value] of lightTokens(page)) paper.style.setProperty(name, value);
  page.body.append(paper);
  try {
    return make(paper);
  } finally {
    paper.remove();
  }
}

/** Read from the page's style sheet how these kinds are drawn. */
export function inkOf(page: Document, kinds: Iterable<string>): Ink {
  return onPaper(page, (paper) => inkOn(paper, kinds));
}

function inkOn(paper: HTMLElement, kinds: Iterable<string>): Ink {
  const token = (name: string): string => getComputedStyle(paper).getPropertyValue(name).trim();
  return { marks: marksOn(paper, kinds), text: token("--ink"), line: token("--strong-line"), alarm: token("--alarm"), other: token("--document") };
}

/** Read from the page's style sheet how these kinds are drawn in a place; what has no mark of its own is a disc. */
export function marksOn(place: Element, kinds: Iterable<string>): Map<string, Mark> {
  const marks = new Map<string, Mark>();
  for (const kind of kinds) {
    const mark = element(place.ownerDocument, "i", { class: `mark ${isMarked(kind) ? kind : "other"}` });
    place.append(mark);
    const { backgroundColor, clipPath, borderTopLeftRadius } = getComputedStyle(mark);
    marks.set(kind, { color: hex(backgroundColor), outline: borderTopLeftRadius === "50%" ? "disc" : outlineIn(clipPath) });
    mark.remove();
  }
  return marks;
}

/** Whether a kind has a colour and a shape of its own. */
export function isMarked(kind: string): boolean {
  return (MARKED as readonly string[]).includes(kind);
}

/** The custom properties that stand in no media query. */
function lightTokens(page: Document): [string, string][] {
  const rules = [...page.styleSheets].flatMap((sheet) => [...sheet.cssRules]);
  return rules
    .filter((rule) => rule instanceof CSSStyleRule && rule.selectorText === ":root")
    .flatMap((rule) => [...(rule as CSSStyleRule).style].filter((name) => name.startsWith("--")).map((name): [string, string] => [name, (rule as CSSStyleRule).style.getPropertyValue(name)]));
}

/** The corners in a `clip-path`; a square where it clips nothing. */
export function outlineIn(clipPath: string): Mark["outline"] {
  const corners = /^polygon\((.*)\)$/.exec(clipPath)?.[1];
  if (!corners) return SQUARE;
  return corners.split(",").map((corner): [number, number] => {
    const [x = 0, y = 0] = corner.trim().split(/\s+/).map((part) => parseFloat(part) / 100);
    return [x, y];
  });
}

/** A colour as browsers compute it in the form that files want. */
export function hex(color: string): string {
  const parts = /^rgba?\((\d+), (\d+), (\d+)/.exec(color)?.slice(1);
  return parts ? `#${parts.map((part) => Number(part).toString(16).padStart(2, "0")).join("")}` : color;
}
