/** The picture itself: a Cytoscape instance that follows the scene, keeps what stands where it stands, and can be walked. */

import cytoscape from "cytoscape";
import fcose from "cytoscape-fcose";

import { pictureStyle } from "./look.ts";
import type { Thing } from "./model.ts";
import type { Layout } from "./operations.ts";
import { type Bundle, layerOf } from "./scene.ts";

cytoscape.use(fcose);

const LAYER_GAP = 190;
const COLUMN_GAP = 120;
const ROW_GAP = 52;
/** A layer of more things than this takes several columns, so that names stay readable. */
const MOST_ROWS = 9;
const NEAR = 60;
/** With more lines than this, only those at what is selected are named: names over names are no names. */
const MOST_NAMED = 16;
const LARGEST_ZOOM = 1.25;

export interface Selection {
  readonly thing?: string;
  readonly bundle?: string;
}

export class Picture {
  readonly #graph: cytoscape.Core;
  readonly #page: Document;

  constructor(container: HTMLElement, onSelect: (selection: Selection) => void) {
    this.#page = container.ownerDocument;
    this.#graph = cytoscape({ container, style: pictureStyle(this.#page), minZoom: 0.1, maxZoom: 4 });
    this.#graph.on("select unselect", () => {
      this.#nameLines();
      const [chosen] = this.#graph.$(":selected").toArray();
      onSelect(!chosen ? {} : chosen.isNode() ? { thing: chosen.id() } : { bundle: chosen.id() });
    });
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
      this.#graph.style(pictureStyle(this.#page));
    });
  }

  /** Show these things and lines; what stood stays where it is unless the whole is laid out anew. */
  show(things: readonly Thing[], lines: readonly Bundle[], cameFrom: ReadonlyMap<string, string>, layout: Layout, anew: boolean): void {
    const wanted = new Set([...things.map((thing) => thing.iri), ...lines.map((line) => line.id)]);
    const isFirst = this.#graph.nodes().empty();
    this.#graph.batch(() => {
      this.#graph.elements().filter((item) => !wanted.has(item.id())).remove();
      for (const thing of things) this.#addThing(thing, cameFrom.get(thing.iri));
      for (const line of lines) this.#addLine(line);
    });
    this.#nameLines();
    this.#layOut(layout, anew || isFirst);
  }

  #nameLines(): void {
    const lines = this.#graph.edges();
    const chosen = this.#graph.$(":selected");
    lines.removeClass("named");
    (lines.length <= MOST_NAMED ? lines : chosen.union(chosen.connectedEdges())).addClass("named");
  }

  #addThing(thing: Thing, parent: string | undefined): void {
    if (this.#graph.getElementById(thing.iri).nonempty()) return;
    const near = parent ? this.#graph.getElementById(parent) : this.#graph.collection();
    const place = near.nonempty() ? near.position() : { x: 0, y: 0 };
    const turn = this.#graph.nodes().length * 2.4; // golden angle: new ones do not fall on each other
    const position = { x: place.x + NEAR * Math.cos(turn), y: place.y + NEAR * Math.sin(turn) };
    this.#graph.add({ group: "nodes", data: { id: thing.iri, label: thing.label, kind: thing.kind, fresh: true }, position });
  }

  #addLine(line: Bundle): void {
    const look = {
      label: line.label,
      relation: line.relation,
      claims: line.statements.some((item) => item.claim),
      inferred: line.statements.every((item) => item.inferred),
      made: line.statements.every((item) => item.made),
      disagrees: line.statements.some((item) => item.disagrees),
    };
    const there = this.#graph.getElementById(line.id);
    if (there.nonempty()) there.data(look);
    else this.#graph.add({ group: "edges", data: { id: line.id, source: line.source, target: line.target, ...look } });
  }

  #layOut(layout: Layout, anew: boolean): void {
    const fresh = this.#graph.nodes("[?fresh]");
    if (!anew && fresh.empty()) return;
    this.#graph.layout(this.#options(layout, anew)).run();
    if (this.#graph.zoom() > LARGEST_ZOOM) {
      this.#graph.zoom(LARGEST_ZOOM);
      this.#graph.center();
    }
    fresh.removeData("fresh");
  }

  #options(layout: Layout, anew: boolean): cytoscape.LayoutOptions {
    const common = { animate: false, fit: true, padding: 30 };
    if (layout === "grid") return { name: "grid", ...common, sort: (a, b) => byLabel(a, b) };
    if (layout === "concentric") return { name: "concentric", ...common, concentric: (node) => node.degree(false), levelWidth: () => 2, minNodeSpacing: 40 };
    if (layout === "layered") return { name: "preset", ...common, positions: this.#layers() };
    const fixed = anew ? [] : this.#graph.nodes("[!fresh]").map((node) => ({ nodeId: node.id(), position: node.position() }));
    const force = { name: "fcose", ...common, quality: "proof", randomize: anew, nodeDimensionsIncludeLabels: true, nodeSeparation: 120, idealEdgeLength: () => 130, fixedNodeConstraint: fixed };
    return force;
  }

  /** Places by layers, the kinds from left to right, names from top to bottom. */
  #layers(): Record<string, cytoscape.Position> {
    const layers = new Map<number, cytoscape.NodeSingular[]>();
    for (const node of this.#graph.nodes().toArray()) {
      const layer = layerOf(node.data("kind") as string);
      layers.set(layer, [...(layers.get(layer) ?? []), node]);
    }
    const places: [string, cytoscape.Position][] = [];
    let x = 0;
    for (const [, nodes] of [...layers].sort(([a], [b]) => a - b)) {
      const columns = Math.ceil(nodes.length / MOST_ROWS);
      const rows = Math.ceil(nodes.length / columns);
      for (const [number, node] of nodes.sort(byLabel).entries()) {
        const column = Math.floor(number / rows);
        const inColumn = Math.min(rows, nodes.length - column * rows);
        places.push([node.id(), { x: x + column * COLUMN_GAP, y: ((number % rows) - (inColumn - 1) / 2) * ROW_GAP }]);
      }
      x += (columns - 1) * COLUMN_GAP + LAYER_GAP;
    }
    return Object.fromEntries(places);
  }

  select(id: string): void {
    this.#graph.$(":selected").unselect();
    const chosen = this.#graph.getElementById(id);
    chosen.select();
    if (chosen.nonempty()) this.#graph.center(chosen);
  }

  /** Go from the selected thing to the nearest connected one in a direction; to the first one where none is selected. */
  walk(x: number, y: number): void {
    const [from] = this.#graph.nodes(":selected").toArray();
    if (!from) {
      const [first] = this.#graph.nodes().toArray();
      if (first) this.select(first.id());
      return;
    }
    const here = from.position();
    const ahead = from.neighborhood("node").toArray().map((node) => {
      const there = (node as cytoscape.NodeSingular).position();
      const along = (there.x - here.x) * x + (there.y - here.y) * y;
      const aside = Math.abs((there.x - here.x) * y) + Math.abs((there.y - here.y) * x);
      return { id: node.id(), along, cost: along + 2 * aside };
    });
    const [next] = ahead.filter((item) => item.along > 0).sort((a, b) => a.cost - b.cost);
    if (next) this.select(next.id);
  }

  fit(): void {
    this.#graph.fit(undefined, 30);
  }

  png(): Blob {
    const background = getComputedStyle(this.#page.body).backgroundColor;
    return this.#graph.png({ output: "blob", full: true, scale: 2, bg: background });
  }

  /** Where everything stands, for exports. */
  places(): ReadonlyMap<string, cytoscape.Position> {
    return new Map(this.#graph.nodes().map((node) => [node.id(), { ...node.position() }]));
  }
}

function byLabel(a: cytoscape.NodeSingular, b: cytoscape.NodeSingular): number {
  return String(a.data("label")).localeCompare(String(b.data("label")), "en");
}
