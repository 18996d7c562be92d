/** The panel beside the picture: what is selected, in words, as it is now. */

import { bundles } from "./bundles.ts";
import { thingsDetail } from "./connecting.ts";
import { type Actions, lineDetail, otherThingDetail, thingDetail } from "./detail.ts";
import { button, element, replaceKeepingFocus } from "./dom.ts";
import { groupDetail, openGroups } from "./groupdetail.ts";
import { type Asking, betweenDetail, kindDetail } from "./kinds.ts";
import { shortThing, type Statement, type Thing, THINGS } from "./model.ts";
import type { Overview } from "./overview.ts";
import type { Selection } from "./picture.ts";
import { MOST_JOINED } from "./scene.ts";
import type { Server } from "./server.ts";
import type { Session } from "./session.ts";

/** What the panel tells of: the session, the server that knows more, and what can be done. */
export interface PanelSource {
  readonly session: Session;
  readonly server: Server;
  readonly actions: Actions;
  /** The graph at a glance while nothing is in the picture. */
  readonly overview: () => Overview | null;
  readonly failed: (error: unknown) => void;
}

export class Panel {
  readonly #place: HTMLElement;
  readonly #source: PanelSource;
  #selected: Selection = { nodes: [] };

  constructor(place: HTMLElement, source: PanelSource) {
    this.#place = place;
    this.#source = source;
  }

  get selected(): Selection {
    return this.#selected;
  }

  /** Show what is selected, or show it again after the scene changed; what fails on the way is told. */
  show(selected: Selection = this.#selected): void {
    this.#selected = selected;
    this.#content(selected).then((content) => {
      if (this.#selected === selected && content) replaceKeepingFocus(this.#place, content);
    }, this.#source.failed);
  }

  /** Go to the first thing to do in it. */
  enter(): void {
    this.#place.querySelector<HTMLElement>("button, a")?.focus();
  }

  async #content(selected: Selection): Promise<Node[] | null> {
    const { session, server } = this.#source;
    const overview = this.#source.overview();
    if (overview) return this.#overviewContent(overview, selected);
    const things = selected.nodes.flatMap((id) => session.scene.things.get(id) ?? []).filter((thing) => thing.iri.startsWith(THINGS));
    if (things.length > 1 && server.explores) return this.#things(things);
    return this.#one(selected);
  }

  async #one(selected: Selection): Promise<Node[]> {
    const { session, server, actions } = this.#source;
    const [first = ""] = selected.nodes;
    const thing = session.scene.things.get(first);
    if (thing && first.startsWith(THINGS) && server.explores) return this.#thing(first);
    if (thing) return otherThingDetail(this.#page, thing, actions);
    return this.#group(first) ?? this.#line(selected.line) ?? this.#nothing();
  }

  #overviewContent(overview: Overview, selected: Selection): Node[] {
    const { server, failed, actions } = this.#source;
    const asking: Asking = {
      things: (kind, text, offset) => server.thingsOf(kind, text, offset),
      examples: (between) => server.examples(between),
      failed,
    };
    const kind = overview.kindAt(selected.nodes[0] ?? "");
    if (kind) return kindDetail(this.#page, kind, asking, actions);
    const between = overview.betweenAt(selected.line ?? "");
    if (between) return betweenDetail(this.#page, between, overview, asking, actions);
    const rest = overview.folded ? ` ${overview.folded} rarer connections stand in the tables below.` : "";
    return [element(this.#page, "p", { class: "note" }, `This is the whole graph: select a kind of things to see which there are, or a line to see how two kinds connect.${rest}`)];
  }

  #nothing(): Node[] {
    const { session, server, actions } = this.#source;
    const said = element(this.#page, "p", { class: "note" }, "Select a thing or a line.");
    const things = session.scene.shownThings.length;
    if (!server.explores || things < 2 || things > MOST_JOINED) return [said];
    const joiner = button(this.#page, "Add every statement between them", () => {
      actions.act({ type: "join" });
    });
    return [said, joiner];
  }

  async #thing(thing: string): Promise<Node[]> {
    const { session, server, actions } = this.#source;
    const { scene } = session;
    const relations = await server.relations(shortThing(thing), scene.filter);
    const view = {
      relations,
      shown: (group: { relation: string; direction: string }) => scene.neighboursShown(thing, group.relation, group.direction),
      isPinned: scene.pins.has(thing),
    };
    const open = session.drawing.grouping.open.filter((group) => group.anchor === thing);
    return [...thingDetail(this.#page, view, actions), ...openGroups(this.#page, open, actions)];
  }

  async #things(things: readonly Thing[]): Promise<Node[]> {
    const { session, server, actions } = this.#source;
    const { relations } = await server.schema();
    const { scene } = session;
    const found = scene.pathsBetween(things.map((thing) => shortThing(thing.iri)));
    const labelOf = (iri: string): string => scene.things.get(iri)?.label ?? iri;
    return thingsDetail(this.#page, { things, relations, found, labelOf }, actions);
  }

  #group(id: string): Node[] | null {
    const { scene, drawing } = this.#source.session;
    const group = drawing.grouping.closed.find((item) => item.id === id);
    return group ? groupDetail(this.#page, group, scene.things.get(group.anchor), scene.pins.has(id), this.#source.actions) : null;
  }

  #line(id: string | undefined): Node[] | null {
    const { scene } = this.#source.session;
    const line = bundles(scene.shownStatements).find((item) => item.id === id);
    if (line) return lineDetail(this.#page, [line.source, line.target].map((iri) => scene.things.get(iri)?.label ?? ""), line.statements, this.#source.actions);
    const { nodes, lines } = this.#source.session.drawing;
    const joined = lines.find((item) => item.id === id);
    if (!joined) return null;
    const ends = [joined.source, joined.target].map((end) => nodes.find((node) => node.id === end)?.label ?? "");
    const nameOf = (iri: string): string => scene.things.get(iri)?.label ?? iri;
    const inWords = ({ source, label, target }: Statement): string => `${nameOf(source)} ${label} ${nameOf(target)}`;
    return lineDetail(this.#page, ends, joined.statements, this.#source.actions, inWords);
  }

  get #page(): Document {
    return this.#place.ownerDocument;
  }
}
