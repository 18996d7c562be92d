/** The picture itself: a Cytoscape instance that shows what is drawn where it stands, is selected in, dragged and walked. */

import cytoscape from "cytoscape";

import type { DrawnLine, DrawnNode } from "./drawing.ts";
import { pictureStyle } from "./look.ts";
import type { Place, Places } from "./placing.ts";

/** With more lines than this, only those at what is selected are named: names over names are no names. */
const MOST_NAMED = 16;
const LARGEST_ZOOM = 1.25;
const PADDING = 30;
/** Beyond this many dots, lines are left out of frames in which something moves. */
const MOST_MOVING = 500;

/** What is selected, by ids: dots, or else a line. */
export interface Selection {
  readonly nodes: readonly string[];
  readonly line?: string;
}

export interface PictureEvents {
  readonly selected: (selection: Selection) => void;
  readonly moved: (id: string, place: Place) => void;
  /** Somebody wants to see what is in it: a double click. */
  readonly entered: (id: string) => void;
}

export class Picture {
  readonly #graph: cytoscape.Core;
  readonly #container: HTMLElement;
  /** What stays selected while somebody walks on. */
  readonly #held = new Set<string>();
  /** Whether somebody moved what is in view, so that it is left as it is when the frame changes. */
  #isMoved = false;
  /** The dot from which somebody walks on. */
  #walker = "";
  /** Whether it will be told that the selection is another: once, however many dots were boxed in. */
  #isToldOf = false;

  constructor(container: HTMLElement, events: PictureEvents) {
    this.#container = container;
    this.#graph = cytoscape({ container, style: pictureStyle(container), minZoom: 0.05, maxZoom: 4, boxSelectionEnabled: true });
    this.#graph.on("select unselect", () => {
      if (this.#isToldOf) return;
      this.#isToldOf = true;
      queueMicrotask(() => {
        this.#isToldOf = false;
        this.#nameLines();
        events.selected(this.#selection());
      });
    });
    this.#graph.on("dragfree", "node", (event) => {
      const node = event.target as cytoscape.NodeSingular;
      events.moved(node.id(), { x: Math.round(node.position("x")), y: Math.round(node.position("y")) });
    });
    this.#graph.on("dbltap", "node", (event) => {
      events.entered((event.target as cytoscape.NodeSingular).id());
    });
    new ResizeObserver(() => {
      this.#graph.resize();
      if (!this.#isMoved) this.fit();
    }).observe(container);
    this.#graph.on("dragpan scrollzoom pinchzoom", () => {
      this.#isMoved = true;
    });
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
      this.#graph.style(pictureStyle(container));
    });
  }

  /** Show these dots and lines where they stand; all of it is brought into view where it is new, or leaves the view. */
  show(nodes: readonly DrawnNode[], lines: readonly DrawnLine[], places: Places, anew: boolean): void {
    const wanted = new Set([...nodes, ...lines].map((item) => item.id));
    const fresh = new Set<string>();
    this.#graph.batch(() => {
      this.#graph.elements().filter((item) => !wanted.has(item.id())).remove();
      for (const node of nodes) if (this.#showNode(node, places.get(node.id) ?? { x: 0, y: 0 })) fresh.add(node.id);
      for (const line of lines) this.#showLine(line);
    });
    this.#thin(nodes.length > MOST_MOVING);
    this.#nameLines();
    const isOutside = this.#isOutside(this.#isMoved ? fresh : wanted);
    if (anew || (fresh.size > 0 && (fresh.size === nodes.length || isOutside))) this.fit();
  }

  /** Tell whether the dot is a new one. */
  #showNode(node: DrawnNode, place: Place): boolean {
    const data = { id: node.id, label: node.label, kind: node.kind, size: node.size, group: node.count > 1, pinned: node.pinned, isLarge: node.isLarge };
    const there = this.#graph.getElementById(node.id);
    if (there.empty()) {
      this.#graph.add({ group: "nodes", data, position: { ...place } });
      return true;
    }
    there.data(data);
    if (there.position("x") !== place.x || there.position("y") !== place.y) there.position({ ...place });
    return false;
  }

  #showLine(line: DrawnLine): void {
    const { id, source, target, label, isShort, directed, disagrees, width, strokes } = line;
    const look = { label, isShort, directed, disagrees, width, strokes };
    const there = this.#graph.getElementById(id);
    if (there.nonempty()) there.data(look);
    else this.#graph.add({ group: "edges", data: { id, source, target, ...look } });
  }

  /** Draw less while something moves; Cytoscape takes these choices when it starts only, and keeps them in its renderer. */
  #thin(isThin: boolean): void {
    const drawn = this.#graph as unknown as { renderer: () => { hideEdgesOnViewport: boolean; textureOnViewport: boolean } };
    Object.assign(drawn.renderer(), { hideEdgesOnViewport: isThin, textureOnViewport: isThin });
  }

  #isOutside(ids: ReadonlySet<string>): boolean {
    const view = this.#graph.extent();
    return this.#graph.nodes().map((node) => node).some((node) => {
      const { x, y } = node.position();
      return ids.has(node.id()) && (x < view.x1 || x > view.x2 || y < view.y1 || y > view.y2);
    });
  }

  #nameLines(): void {
    const lines = this.#graph.edges();
    const chosen = this.#graph.$(":selected");
    lines.removeClass("named");
    (lines.length <= MOST_NAMED ? lines : chosen.union(chosen.connectedEdges())).addClass("named");
  }

  #selection(): Selection {
    const nodes = this.#graph.nodes(":selected").map((node) => node.id());
    const [line] = this.#graph.edges(":selected").map((item) => item.id());
    return nodes.length || line === undefined ? { nodes } : { nodes, line };
  }

  /** Select one dot or line, and bring it into view. */
  select(id: string): void {
    this.#held.clear();
    this.#choose(id);
  }

  /** Select these dots and nothing else. */
  selectAll(ids: readonly string[]): void {
    this.#held.clear();
    this.#graph.batch(() => {
      this.#graph.$(":selected").unselect();
      for (const id of ids) this.#graph.getElementById(id).select();
    });
  }

  /** Select a dot besides what is selected, or no longer. */
  hold(id: string): void {
    const node = this.#graph.getElementById(id);
    if (this.#held.delete(id)) node.unselect();
    else {
      this.#held.add(id);
      node.select();
    }
  }

  /** Keep what is selected while walking on, or let it go. */
  holdSelected(): void {
    for (const id of this.#selection().nodes) if (!this.#held.delete(id)) this.#held.add(id);
  }

  #choose(id: string): void {
    this.#graph.batch(() => {
      this.#graph.$(":selected").filter((item) => !this.#held.has(item.id())).unselect();
      const chosen = this.#graph.getElementById(id);
      chosen.select();
      this.#walker = id;
      if (chosen.nonempty()) this.#graph.center(chosen);
    });
  }

  /** Go from the selected dot to the nearest connected one in a direction; to the first one where none is selected. */
  walk(x: number, y: number): void {
    const chosen = this.#graph.nodes(":selected").map((node) => node);
    const from = chosen.find((node) => node.id() === this.#walker) ?? chosen[0];
    if (!from) {
      const [first] = this.#graph.nodes().toArray();
      if (first) this.#choose(first.id());
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
    if (next) this.#choose(next.id);
  }

  /** Places on their side where the frame is higher than wide, so that they fill it. */
  turned(places: Places): Places {
    return this.#graph.height() > 1.2 * this.#graph.width() ? new Map([...places].map(([id, { x, y }]) => [id, { x: y, y: x }])) : places;
  }

  fit(): void {
    this.#isMoved = false;
    this.#graph.fit(undefined, PADDING);
    if (this.#graph.zoom() > LARGEST_ZOOM) {
      this.#graph.zoom(LARGEST_ZOOM);
      this.#graph.center();
    }
  }

  /** All of it in the colours of an element, enlarged as is said of its width and height. */
  png(paper: Element, scaleFor: (width: number, height: number) => number): { picture: Blob; scale: number } {
    const { w, h } = this.#graph.elements().boundingBox();
    const scale = scaleFor(w, h);
    this.#graph.style(pictureStyle(paper));
    const bg = getComputedStyle(paper).getPropertyValue("--paper").trim();
    const picture = this.#graph.png({ output: "blob", full: true, scale, bg });
    this.#graph.style(pictureStyle(this.#container));
    return { picture, scale };
  }
}
