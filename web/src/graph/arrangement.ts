/** Where everything stands: it follows from the log alone, so that the same log gives the same picture. */

import { type Drawing, drawingOf } from "./drawing.ts";
import { encode, type Layout, type Operation } from "./operations.ts";
import { placeNew, type Places, type Sketch } from "./placing.ts";
import { Scene } from "./scene.ts";

/** Lays all of a sketch out; large ones somewhere else than where the page is drawn. */
export type LayOut = (sketch: Sketch, layout: Layout, pinned: Places) => Promise<Places>;

const MOST_KEPT = 20;

export class Arrangement {
  readonly #layOut: LayOut;
  /** Layouts by the logs that led to them: undoing and doing again asks for the same ones. */
  readonly #kept = new Map<string, Places>();
  #places: Places = new Map();
  #drawing: Drawing = drawingOf(new Scene());

  constructor(layOut: LayOut) {
    this.#layOut = layOut;
  }

  /** What is drawn of the scene that was followed last. */
  get drawing(): Drawing {
    return this.#drawing;
  }

  get places(): Places {
    return this.#places;
  }

  clear(): void {
    this.#places = new Map();
    this.#drawing = drawingOf(new Scene());
  }

  /** Follow the last of these operations, which the scene has done. */
  async follow(done: readonly Operation[], scene: Scene): Promise<void> {
    const last = done.at(-1);
    const drawing = drawingOf(scene);
    if (last?.type === "layout") this.#places = await this.#whole(done, drawing, scene);
    this.#drawing = drawing;
    this.#places = new Map([...placeNew(drawing, new Map([...this.#places].filter(([id]) => isKnown(id, scene)))), ...scene.pins]);
  }

  async #whole(done: readonly Operation[], sketch: Sketch, scene: Scene): Promise<Places> {
    const log = encode(done);
    const places = this.#kept.get(log) ?? (await this.#layOut(sketch, scene.layout, scene.pins));
    this.#kept.set(log, places);
    const [oldest] = this.#kept.keys();
    if (this.#kept.size > MOST_KEPT && oldest !== undefined) this.#kept.delete(oldest);
    return places;
  }
}

function isKnown(id: string, scene: Scene): boolean {
  return id.startsWith("group ") || scene.things.has(id);
}

/** From where on a log must be followed: a layout places everything anew. */
export function lastLayout(operations: readonly Operation[]): number {
  return Math.max(0, operations.findLastIndex((operation) => operation.type === "layout"));
}

