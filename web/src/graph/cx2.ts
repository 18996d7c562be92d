/**
 * The picture as CX2 for Cytoscape and NDEx: every declared attribute, places, and the look as a style. Pure.
 *
 * The format: https://cytoscape.org/cx/cx2/specification/cytoscape-exchange-format-specification-(version-2)/
 */

import type { Ink } from "./marks.ts";
import type { Statement, Thing } from "./model.ts";
import type { Places } from "./placing.ts";

export interface Network {
  readonly things: readonly Thing[];
  readonly statements: readonly Statement[];
  readonly places: Places;
  readonly ink: Ink;
  readonly title: string;
  /** Of which data it is. */
  readonly caption: string;
}

type Values = Readonly<Record<string, string | boolean | undefined>>;

/** The shapes of Cytoscape that come nearest to ours; the rest are ellipses. */
const SHAPES: Readonly<Record<string, string>> = {
  protein: "hexagon",
  cytokine: "diamond",
  receptor: "octagon",
  pathway: "parallelogram",
  autoantibody: "vee",
  disease: "rectangle",
  manifestation: "round-rectangle",
  trial: "triangle",
  arm: "parallelogram",
  "outcome-measure": "round-rectangle",
  endpoint: "diamond",
  "adverse-event": "octagon",
};
const FOUNDATIONS = { claim: "claim", inferred: "inferred", made: "made by a query", stated: "stated" } as const;
const BELOW = { HORIZONTAL_ALIGN: "center", VERTICAL_ALIGN: "top", HORIZONTAL_ANCHOR: "center", VERTICAL_ANCHOR: "bottom", MARGIN_X: 0, MARGIN_Y: 2, JUSTIFICATION: "center" };

export function cx2(network: Network): string {
  const numbers = new Map(network.things.map((thing, number) => [thing.iri, number]));
  const nodes = network.things.map((thing, id) => ({ id, ...network.places.get(thing.iri), v: { name: thing.label, kind: thing.kind, iri: thing.iri } }));
  const edges = network.statements.flatMap((item, id) => {
    const [s, t] = [numbers.get(item.source), numbers.get(item.target)];
    return s === undefined || t === undefined ? [] : { id, s, t, v: stripped(valuesOf(item)) };
  });
  const aspects = {
    attributeDeclarations: [declarations(edges.map((edge) => edge.v))],
    networkAttributes: [{ name: network.title, description: network.caption }],
    nodes,
    edges,
    visualProperties: [styleOf(network.ink)],
  };
  const metaData = Object.entries(aspects).map(([name, elements]) => ({ name, elementCount: elements.length }));
  const blocks = Object.entries(aspects).map(([name, elements]) => ({ [name]: elements }));
  return JSON.stringify([{ CXVersion: "2.0", hasFragments: false }, { metaData }, ...blocks, { status: [{ error: "", success: true }] }]);
}

function valuesOf(item: Statement): Values {
  return {
    interaction: item.label,
    foundation: FOUNDATIONS[item.claim ? "claim" : item.inferred ? "inferred" : item.made ? "made" : "stated"],
    relation: item.relation === "" ? undefined : item.relation,
    claim: item.claim,
    statement: item.statement,
    evidence: item.evidence,
    verification: item.verification,
    document: item.document,
    disagrees: item.disagrees ?? false,
  };
}

function stripped(values: Values): Values {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
}

function declarations(edges: readonly Values[]): Record<string, Record<string, { d: string }>> {
  const used = new Map(edges.flatMap((values) => Object.entries(values).map(([name, value]) => [name, typeof value === "boolean" ? "boolean" : "string"] as const)));
  return {
    networkAttributes: { name: { d: "string" }, description: { d: "string" } },
    nodes: { name: { d: "string" }, kind: { d: "string" }, iri: { d: "string" } },
    edges: Object.fromEntries([...used].map(([name, d]) => [name, { d }])),
  };
}

function styleOf(ink: Ink): Record<string, unknown> {
  return {
    default: {
      network: { NETWORK_BACKGROUND_COLOR: "#ffffff" },
      node: { NODE_SHAPE: "ellipse", NODE_WIDTH: 18, NODE_HEIGHT: 18, NODE_BACKGROUND_COLOR: ink.other, NODE_BORDER_WIDTH: 0, NODE_LABEL_COLOR: ink.text, NODE_LABEL_FONT_SIZE: 11, NODE_LABEL_MAX_WIDTH: 110, NODE_LABEL_POSITION: BELOW },
      edge: { EDGE_LINE_COLOR: ink.line, EDGE_WIDTH: 2, EDGE_LINE_STYLE: "solid", EDGE_TARGET_ARROW_SHAPE: "triangle", EDGE_TARGET_ARROW_COLOR: ink.line },
    },
    nodeMapping: {
      NODE_LABEL: { type: "PASSTHROUGH", definition: { attribute: "name", type: "string" } },
      NODE_BACKGROUND_COLOR: discrete("kind", [...ink.marks].map(([kind, mark]) => [kind, mark.color])),
      NODE_SHAPE: discrete("kind", [...ink.marks.keys()].map((kind) => [kind, SHAPES[kind] ?? "ellipse"])),
    },
    edgeMapping: {
      EDGE_LINE_STYLE: discrete("foundation", [[FOUNDATIONS.inferred, "dashed"], [FOUNDATIONS.made, "dotted"]]),
      EDGE_TARGET_ARROW_SHAPE: discrete("foundation", [[FOUNDATIONS.claim, "none"]]),
      EDGE_LINE_COLOR: { type: "DISCRETE", definition: { attribute: "disagrees", type: "boolean", map: [{ v: true, vp: ink.alarm }] } },
    },
  };
}

function discrete(attribute: string, pairs: readonly (readonly [string, string])[]): unknown {
  return { type: "DISCRETE", definition: { attribute, type: "string", map: pairs.map(([v, vp]) => ({ v, vp })) } };
}
