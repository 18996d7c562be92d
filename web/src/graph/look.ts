/** How things and statements look in the picture: the colours and marks of the page, see docs/visual-language.md. */

import type cytoscape from "cytoscape";

import { PATTERNS } from "./evidence.ts";
import { type Mark, MARKED, marksOn } from "./marks.ts";

/** The style of the picture in the colours that an element of the page has now. */
export function pictureStyle(place: Element): cytoscape.StylesheetJson {
  const token = (name: string): string => getComputedStyle(place).getPropertyValue(name).trim();
  const kinds = [...marksOn(place, MARKED)].map(([kind, { color, outline }]) => ({
    selector: `node[kind = "${kind}"]`,
    style: { "background-color": color, ...shapeOf(outline) },
  }));
  return [...nodeStyles(token), ...kinds, ...edgeStyles(token), ...selectionStyles(token)];
}

/** The shape of a mark, in a box that reaches from -1 to 1. */
export function shapeOf(outline: Mark["outline"]): { shape: "ellipse" | "polygon"; "shape-polygon-points"?: string } {
  if (outline === "disc") return { shape: "ellipse" };
  return { shape: "polygon", "shape-polygon-points": outline.flatMap(([x, y]) => [2 * x - 1, 2 * y - 1]).join(" ") };
}

type Token = (name: string) => string;

function nodeStyles(token: Token): cytoscape.StylesheetJson {
  return [
    {
      selector: "node",
      style: {
        label: "data(label)",
        width: "data(size)",
        height: "data(size)",
        "background-color": token("--document"),
        color: token("--ink"),
        "font-size": 11,
        "min-zoomed-font-size": 5.5,
        "font-family": "system-ui, sans-serif",
        "text-valign": "bottom",
        "text-margin-y": 3,
        "text-wrap": "wrap",
        "text-max-width": "110px",
        "text-outline-color": token("--paper"),
        "text-outline-width": 2,
      },
    },
    { selector: "node[?isLarge]", style: { "font-size": 15, "text-max-width": "140px" } },
    { selector: "node[?group]", style: { "border-width": 3, "border-style": "double", "border-color": token("--paper"), "outline-width": 1.5, "outline-color": token("--strong-line"), "outline-offset": 1 } },
    { selector: "node[?pinned]", style: { "border-width": 2, "border-color": token("--ink") } },
  ];
}

function edgeStyles(token: Token): cytoscape.StylesheetJson {
  return [
    {
      selector: "edge",
      style: {
        width: "data(width)",
        "line-color": token("--strong-line"),
        "target-arrow-color": token("--strong-line"),
        "target-arrow-shape": "triangle",
        "arrow-scale": 0.8,
        "curve-style": "bezier",
        "font-size": 10,
        "min-zoomed-font-size": 9.5,
        color: token("--soft"),
        "text-rotation": "autorotate",
        "text-outline-color": token("--paper"),
        "text-outline-width": 2,
      },
    },
    { selector: "edge[?isShort]", style: { label: "data(label)", "font-size": 13, "min-zoomed-font-size": 7 } },
    { selector: "edge.named", style: { label: "data(label)" } },
    { selector: "edge[!directed]", style: { "target-arrow-shape": "none" } },
    ...Object.entries(PATTERNS).filter(([, lengths]) => lengths.length).map(([name, lengths]) => ({
      selector: `edge[strokes = "${name}"]`,
      style: { "line-style": "dashed" as const, "line-dash-pattern": [...lengths] },
    })),
    { selector: "edge[?disagrees]", style: { "line-color": token("--alarm"), "source-arrow-shape": "tee", "target-arrow-shape": "tee", "source-arrow-color": token("--alarm"), "target-arrow-color": token("--alarm") } },
  ];
}

function selectionStyles(token: Token): cytoscape.StylesheetJson {
  return [
    { selector: "node:selected", style: { "border-width": 3, "border-color": token("--focus"), "font-weight": "bold" } },
    { selector: "edge:selected", style: { "line-color": token("--focus"), "target-arrow-color": token("--focus"), "underlay-color": token("--focus"), "underlay-opacity": 0.25, "underlay-padding": 4 } },
  ];
}
