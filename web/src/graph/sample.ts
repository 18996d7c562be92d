/** A short line as the picture draws it, to stand beside words. */

import { type LineLook, PATTERNS } from "./evidence.ts";

const SVG = "http://www.w3.org/2000/svg";

export function lineSample(page: Document, look: LineLook): SVGElement {
  const sample = page.createElementNS(SVG, "svg");
  for (const [name, value] of Object.entries({ class: "sample", viewBox: "0 0 34 8", width: "34", height: "8", "aria-hidden": "true" })) sample.setAttribute(name, value);
  const line = page.createElementNS(SVG, "line");
  const pattern = PATTERNS[look.strokes].join(" ");
  for (const [name, value] of Object.entries({ x1: "0", y1: "4", x2: "34", y2: "4", "stroke-width": String(look.width) })) line.setAttribute(name, value);
  if (pattern) line.setAttribute("stroke-dasharray", pattern);
  sample.append(line);
  return sample;
}
