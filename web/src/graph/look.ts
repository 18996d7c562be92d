/** How things and statements look in the picture: the colours and shapes of docs/visual-language.md. */

import type cytoscape from "cytoscape";

import { PATTERNS } from "./evidence.ts";

type Shape = cytoscape.Css.NodeShape;

const LOOKS: Readonly<Record<string, readonly [token: string, shape: Shape]>> = {
  drug: ["--drug", "ellipse"],
  protein: ["--molecule", "hexagon"],
  cytokine: ["--molecule", "diamond"],
  receptor: ["--molecule", "concave-hexagon"],
  pathway: ["--molecule", "tag"],
  autoantibody: ["--molecule", "vee"],
  disease: ["--disease", "rectangle"],
  manifestation: ["--disease", "barrel"],
  trial: ["--study", "triangle"],
  arm: ["--study", "rhomboid"],
  "outcome-measure": ["--measure", "cut-rectangle"],
  endpoint: ["--measure", "diamond"],
  "adverse-event": ["--measure", "star"],
};

/** Whether a kind has a colour and a shape of its own. */
export function isDrawn(kind: string): boolean {
  return Object.hasOwn(LOOKS, kind);
}

/** The style of the picture in the colours that an element of the page has now. */
export function pictureStyle(place: Element): cytoscape.StylesheetJson {
  const token = (name: string): string => getComputedStyle(place).getPropertyValue(name).trim();
  const kinds = Object.entries(LOOKS).map(([kind, [color, shape]]) => ({
    selector: `node[kind = "${kind}"]`,
    style: { "background-color": token(color), shape },
  }));
  return [...nodeStyles(token), ...kinds, ...edgeStyles(token), ...selectionStyles(token)];
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
