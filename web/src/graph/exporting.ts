/** Files of what is shown: GraphML for other programs, CSV for tables, SVG for print. Pure: from things to text. */

import type { Drawing } from "./drawing.ts";
import { PATTERNS } from "./evidence.ts";
import type { Statement, Thing } from "./model.ts";
import type { Places } from "./placing.ts";

const ESCAPES: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

function xml(text: string): string {
  return text.replace(/[&<>"]/g, (character) => ESCAPES[character] ?? character);
}

export function graphml(things: readonly Thing[], statements: readonly Statement[]): string {
  const nodes = things.map((thing) => `<node id="${xml(thing.iri)}"><data key="label">${xml(thing.label)}</data><data key="kind">${xml(thing.kind)}</data></node>`);
  const edges = statements.map((item) => {
    const data = Object.entries({ label: item.label, relation: item.relation, claim: item.claim, statement: item.statement, evidence: item.evidence, document: item.document })
      .flatMap(([key, value]) => (value === undefined ? [] : `<data key="${key}">${xml(value)}</data>`))
      .join("");
    return `<edge source="${xml(item.source)}" target="${xml(item.target)}">${data}</edge>`;
  });
  const keys = [
    ...["label", "kind"].map((name) => `<key id="${name}" for="all" attr.name="${name}" attr.type="string"/>`),
    ...["relation", "claim", "statement", "evidence", "document"].map((name) => `<key id="${name}" for="edge" attr.name="${name}" attr.type="string"/>`),
  ];
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<graphml xmlns="http://graphml.graphdrawing.org/xmlns">',
    ...keys,
    '<graph edgedefault="directed">',
    ...nodes,
    ...edges,
    "</graph></graphml>",
    "",
  ].join("\n");
}

export function csv(things: readonly Thing[], statements: readonly Statement[]): string {
  const named = new Map(things.map((thing) => [thing.iri, thing.label]));
  const rows = statements.map((item) => [
    named.get(item.source), item.label, named.get(item.target), item.statement, item.inferred ? "inferred" : item.evidence, item.document, item.claim,
  ]);
  return [["from", "statement", "to", "in_words", "evidence", "source", "claim"], ...rows]
    .map((row) => row.map((cell) => cellOf(cell ?? "")).join(","))
    .join("\r\n");
}

function cellOf(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** A picture for print: dots, lines and names where they stand, in ink. */
export function svg({ nodes, lines }: Pick<Drawing, "nodes" | "lines">, places: Places): string {
  const all = nodes.flatMap((node) => places.get(node.id) ?? []);
  const left = Math.min(...all.map((place) => place.x)) - 80;
  const top = Math.min(...all.map((place) => place.y)) - 40;
  const width = Math.max(...all.map((place) => place.x)) + 80 - left;
  const height = Math.max(...all.map((place) => place.y)) + 60 - top;
  const strokes = lines.flatMap((line) => {
    const [from, to] = [places.get(line.source), places.get(line.target)];
    if (!from || !to) return [];
    const pattern = PATTERNS[line.strokes];
    const dash = pattern.length ? ` stroke-dasharray="${pattern.join(" ")}"` : "";
    return `<line x1="${from.x}" y1="${from.y}" x2="${to.x}" y2="${to.y}" stroke="#777" stroke-width="${line.width}"${dash}><title>${xml(line.label)}</title></line>`;
  });
  const dots = nodes.flatMap((node) => {
    const place = places.get(node.id);
    if (!place) return [];
    const radius = node.size / 2;
    return `<g><circle cx="${place.x}" cy="${place.y}" r="${radius}" fill="#0072b2"/><text x="${place.x}" y="${place.y + radius + 13}" font-size="11" font-family="sans-serif" text-anchor="middle">${xml(node.label)}</text></g>`;
  });
  const frame = `viewBox="${left} ${top} ${width} ${height}" width="${width}" height="${height}"`;
  return `<svg xmlns="http://www.w3.org/2000/svg" ${frame}>\n${[...strokes, ...dots].join("\n")}\n</svg>\n`;
}
