/** Files of what is shown, for other programs: GraphML, and CSV for tables. Pure: from things to text. */

import type { Statement, Thing } from "./model.ts";
import { xml } from "./xml.ts";

const OF_THINGS = ["label", "kind"] as const;
const OF_STATEMENTS = ["label", "relation", "claim", "statement", "evidence", "verification", "document"] as const;
const FLAGS = ["inferred", "disagrees", "made"] as const;

export function graphml(things: readonly Thing[], statements: readonly Statement[]): string {
  const nodes = things.map((thing) => `<node id="${xml(thing.iri)}">${OF_THINGS.map((name) => data(name, thing[name])).join("")}</node>`);
  const edges = statements.map((item) => {
    const told = [...OF_STATEMENTS, ...FLAGS].flatMap((name) => (item[name] === undefined || item[name] === "" ? [] : data(name, String(item[name]))));
    return `<edge source="${xml(item.source)}" target="${xml(item.target)}">${told.join("")}</edge>`;
  });
  const keys = [
    key("label", "all", "string"),
    key("kind", "node", "string"),
    ...OF_STATEMENTS.slice(1).map((name) => key(name, "edge", "string")),
    ...FLAGS.map((name) => key(name, "edge", "boolean")),
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

function key(name: string, of: "all" | "node" | "edge", type: "string" | "boolean"): string {
  return `<key id="${name}" for="${of}" attr.name="${name}" attr.type="${type}"/>`;
}

function data(name: string, value: string): string {
  return `<data key="${name}">${xml(value)}</data>`;
}

export function csv(things: readonly Thing[], statements: readonly Statement[]): string {
  const named = new Map(things.map((thing) => [thing.iri, thing.label]));
  const rows = statements.map((item) => [
    named.get(item.source), item.label, named.get(item.target), item.statement, foundation(item), item.document, item.claim,
  ]);
  return [["from", "statement", "to", "in_words", "evidence", "source", "claim"], ...rows]
    .map((row) => row.map((cell) => cellOf(cell ?? "")).join(","))
    .join("\r\n");
}

function foundation(item: Statement): string | undefined {
  return item.made ? "made by a query" : item.inferred ? "inferred" : item.evidence;
}

/** A cell; what a spreadsheet would take for a formula is marked as text, as spreadsheets do it themselves. */
function cellOf(text: string): string {
  const plain = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain;
}
