/** The panel beside the picture: what is selected, in words, as it is now. */

import { type Actions, bundleDetail, otherThingDetail, thingDetail } from "./detail.ts";
import { element } from "./dom.ts";
import { shortThing, type Thing, THINGS } from "./model.ts";
import type { Selection } from "./picture.ts";
import { bundles } from "./scene.ts";
import type { Server } from "./server.ts";
import type { Session } from "./session.ts";

export class Panel {
  readonly #place: HTMLElement;
  readonly #session: Session;
  readonly #server: Server;
  readonly #actions: Actions;
  #selected: Selection = {};

  constructor(place: HTMLElement, session: Session, server: Server, actions: Actions) {
    this.#place = place;
    this.#session = session;
    this.#server = server;
    this.#actions = actions;
  }

  get selected(): Selection {
    return this.#selected;
  }

  /** Show what is selected, or show it again after the scene changed. Throws what the server throws. */
  async show(selected: Selection = this.#selected): Promise<void> {
    this.#selected = selected;
    const { thing, bundle } = selected;
    const shown = thing === undefined ? undefined : this.#session.scene.things.get(thing);
    if (shown && thing?.startsWith(THINGS) && this.#server.explores) await this.#showThing(thing);
    else if (shown) this.#showOther(shown);
    else this.#showBundle(bundle);
  }

  /** Go to the first thing to do in it. */
  enter(): void {
    this.#place.querySelector<HTMLElement>("button, a")?.focus();
  }

  async #showThing(thing: string): Promise<void> {
    this.#place.replaceChildren();
    const relations = await this.#server.relations(shortThing(thing));
    if (this.#selected.thing !== thing) return;
    this.#place.replaceChildren(...thingDetail(this.#page, relations, this.#session.history.done, this.#actions));
  }

  #showOther(thing: Thing): void {
    this.#place.replaceChildren(...otherThingDetail(this.#page, thing, this.#actions));
  }

  #showBundle(bundle: string | undefined): void {
    const { scene } = this.#session;
    const line = bundles(scene.shownStatements).find((item) => item.id === bundle);
    const [source, target] = line ? [scene.things.get(line.source), scene.things.get(line.target)] : [];
    if (line && source && target) this.#place.replaceChildren(...bundleDetail(this.#page, line, source, target, this.#actions));
    else this.#place.replaceChildren(element(this.#page, "p", { class: "note" }, "Select a thing or a line."));
  }

  get #page(): Document {
    return this.#place.ownerDocument;
  }
}
