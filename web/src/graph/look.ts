/** How things and statements look in the picture: the colours and shapes of docs/visual-language.md. */

import type cytoscape from "cytoscape";

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

/** The style of the picture in the colours that the page has now. */
export function pictureStyle(page: Document): cytoscape.StylesheetJson {
  const token = (name: string): string => getComputedStyle(page.documentElement).getPropertyValue(name).trim();
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
        width: 18,
        height: 18,
        "background-color": token("--document"),
        color: token("--ink"),
        "font-size": 11,
        "font-family": "system-ui, sans-serif",
        "text-valign": "bottom",
        "text-margin-y": 3,
        "text-wrap": "wrap",
        "text-max-width": "110px",
        "text-outline-color": token("--paper"),
        "text-outline-width": 2,
      },
    },
  ];
}

function edgeStyles(token: Token): cytoscape.StylesheetJson {
  return [
    {
      selector: "edge",
      style: {
        width: 2.5,
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
    { selector: "edge.named", style: { label: "data(label)" } },
    { selector: "edge[?claims]", style: { "target-arrow-shape": "none" } },
    { selector: "edge[?inferred]", style: { "line-style": "dashed", width: 1.25 } },
    { selector: "edge[?made]", style: { "line-style": "dotted", width: 1.25 } },
    { selector: "edge[relation = '']", style: { "target-arrow-shape": "none" } },
    { selector: "edge[?disagrees]", style: { "line-color": token("--alarm"), "source-arrow-shape": "tee", "target-arrow-shape": "tee", "source-arrow-color": token("--alarm"), "target-arrow-color": token("--alarm") } },
  ];
}

function selectionStyles(token: Token): cytoscape.StylesheetJson {
  return [
    { selector: "node:selected", style: { "border-width": 3, "border-color": token("--focus"), "font-weight": "bold" } },
    { selector: "edge:selected", style: { "line-color": token("--focus"), "target-arrow-color": token("--focus"), width: 4 } },
  ];
}
