/** Puts the browser together: the log of operations is the truth, everything on the page follows from it. */

import { listen } from "./controls.ts";
import { byId, replaceKeepingFocus } from "./dom.ts";
import { MOST_DRAWN } from "./drawing.ts";
import { nextExpansion } from "./expanding.ts";
import { takeHome } from "./files.ts";
import { groupStep } from "./groupdetail.ts";
import { legend } from "./legend.ts";
import { layOutHere } from "./layingout.ts";
import { Link } from "./link.ts";
import { type RelationCount, shortThing, THINGS } from "./model.ts";
import { namedThing, offerNames, unknownName } from "./names.ts";
import type { Operation } from "./operations.ts";
import { Overview } from "./overview.ts";
import { Panel } from "./panel.ts";
import { Picture } from "./picture.ts";
import type { Scene } from "./scene.ts";
import { type Addresses, Refusal, Server } from "./server.ts";
import { Session } from "./session.ts";
import { sparqlFor } from "./sparql.ts";
import { overviewTables, tables } from "./twin.ts";

const PATHS_ADDED = 3;
const HOPS = 4;

export class Browser {
  readonly #page: Document;
  readonly #place: HTMLElement;
  readonly #server: Server;
  readonly #session: Session;
  readonly #link: Link;
  readonly #picture: Picture;
  readonly #panel: Panel;
  #overview: Overview | null = null;

  constructor(page: Document, place: HTMLElement) {
    this.#page = page;
    this.#place = place;
    place.hidden = false;
    this.#server = new Server(addressesOf(place));
    this.#link = new Link(place.dataset.revision ?? "");
    const layOut = (...asked: Parameters<typeof layOutHere>) => Promise.resolve(layOutHere(...asked));
    this.#session = new Session(this.#server, layOut, { changed: this.#draw, failed: this.#fail });
    const actions = { act: this.#act, begin: this.#begin, expand: this.#expand, connect: this.#connect, pageOf: this.#pageOf, descriptionOf: this.#descriptionOf };
    const source = { session: this.#session, server: this.#server, actions, overview: () => this.#overview, failed: this.#fail };
    this.#panel = new Panel(byId(page, "detail"), source);
    this.#picture = new Picture(byId(page, "picture"), {
      selected: (selection) => {
        this.#panel.show(selection);
      },
      moved: (id, place) => {
        if (!this.#overview) this.#act({ type: "pin", id: shortThing(id), ...place });
      },
      entered: (id) => {
        const group = this.#session.drawing.grouping.closed.find((item) => item.id === id);
        if (group?.anchor) this.#act(groupStep(group));
        else this.#panel.enter();
      },
    });
  }

  start(): void {
    this.#page.getElementById("without-scripts")?.remove();
    this.#listen();
    void offerNames(this.#page, this.#place.dataset.sparql ?? "");
    this.#open();
    addEventListener("hashchange", () => {
      if (location.hash.slice(1) !== this.#fragment) this.#open();
    });
  }

  #open(): void {
    this.#session.open(this.#link.open(location.hash, location.search));
  }

  get #scene(): Scene {
    return this.#session.scene;
  }

  get #fragment(): string {
    return this.#link.fragment(this.#session.history.done);
  }

  readonly #act = (operation: Operation): void => {
    this.#session.act(operation);
  };

  readonly #pageOf = (iri: string): string => `${this.#place.dataset.things ?? "/"}page/${shortThing(iri)}`;

  readonly #descriptionOf = (iri: string): string => `${this.#place.dataset.query ?? ""}?${new URLSearchParams({ query: `DESCRIBE <${iri}>` })}`;

  readonly #begin = (things: readonly string[]): void => {
    const [first = ""] = things;
    this.#session.queue(async () => {
      await this.#session.apply(things.length > 1 ? { type: "bring", things } : { type: "add", thing: first });
      this.#picture.select(THINGS + first);
    });
  };

  readonly #expand = (thing: string, group: RelationCount): void => {
    this.#session.queue(async () => {
      const step = await nextExpansion(thing, group, this.#scene, this.#server);
      if (step) await this.#session.apply(step);
    });
  };

  /** Bring the shortest paths between two things in, and say how many there are; where there is none, nothing changes. */
  readonly #connect = (from: string, typed: string): void => {
    const to = this.#named(typed);
    if (!to) return;
    const search = { count: PATHS_ADDED, hops: HOPS, without: [] };
    this.#session.queue(async () => {
      const { nodes, paths } = await this.#server.paths(from, to, search);
      const ends = nodes.slice(0, 2).map((thing) => thing.label).join(" and ");
      if (paths.length === 0) {
        this.#say(`There is no path between ${ends} within ${HOPS} steps.`);
        return;
      }
      await this.#session.apply({ type: "path", things: [from, to], ...search });
      const many = paths.length === 1 ? "One path was" : `${paths.length} paths were`;
      this.#say(`${this.#counts} ${many} found between ${ends}.`);
    });
  };

  /** Say what went wrong; what is no answer of the server is a mistake of ours, and goes to the console too. */
  readonly #fail = (error: unknown): void => {
    this.#say(error instanceof Refusal ? error.message : "The server cannot be reached, or its answer cannot be read. Try again.");
    if (!(error instanceof Refusal || error instanceof TypeError)) reportError(error);
  };

  readonly #draw = (anew: boolean): void => {
    this.#control("undo").disabled = !this.#session.history.canUndo;
    this.#control("redo").disabled = !this.#session.history.canRedo;
    (byId(this.#page, "layout") as HTMLSelectElement).value = this.#scene.layout;
    (byId(this.#page, "sparql") as HTMLInputElement).value = sparqlFor(this.#scene.shownThings, this.#scene.shownStatements);
    history.replaceState(null, "", `#${this.#fragment}`);
    replaceKeepingFocus(byId(this.#page, "legend"), legend(this.#page, this.#scene, this.#act));
    if (this.#scene.things.size === 0 && this.#server.explores) {
      this.#drawOverview().catch(this.#fail);
      return;
    }
    this.#overview = null;
    const { nodes, lines } = this.#session.drawing;
    this.#picture.show(nodes, lines, this.#session.places, anew);
    const actions = { select: this.#select, pageOf: this.#pageOf, act: this.#act };
    replaceKeepingFocus(byId(this.#page, "tables"), tables(this.#page, this.#session, actions));
    this.#say([this.#counts, this.#scene.told, this.#link.warning].filter(Boolean).join(" "));
    this.#panel.show();
  };

  /** Nothing is in the picture: show the kinds of things that there are, and how they connect. */
  async #drawOverview(): Promise<void> {
    const overview = new Overview(await this.#server.schema());
    if (this.#scene.things.size > 0) return;
    this.#overview = overview;
    const sketch = { nodes: overview.nodes, lines: overview.lines };
    this.#picture.show(sketch.nodes, sketch.lines, layOutHere(sketch, "force", new Map()), true);
    byId(this.#page, "tables").replaceChildren(...overviewTables(this.#page, overview, this.#select));
    this.#say(`${overview.nodes.length} kinds of things and how they connect are shown. Add a thing, choose a kind, or take one of the views below.`);
    this.#panel.show();
  }

  readonly #select = (id: string): void => {
    this.#picture.select(id);
  };

  get #counts(): string {
    const { grouping, crowded } = this.#session.drawing;
    const counts = `${this.#scene.shownThings.length} things and ${this.#scene.shownStatements.length} statements are shown`;
    const grouped = grouping.closed.reduce((sum, group) => sum + group.members.length, 0);
    const groups = grouped ? `, ${grouped} of the things in ${grouping.closed.length === 1 ? "one group" : `${grouping.closed.length} groups`}` : "";
    const most = crowded ? ` That is more than ${MOST_DRAWN} dots, so groups stay closed: filter, or take things out.` : "";
    return `${counts}${groups}.${most}`;
  }

  #control(id: string): HTMLButtonElement {
    return byId(this.#page, id) as HTMLButtonElement;
  }

  #say(text: string): void {
    byId(this.#page, "said").textContent = text;
  }

  #listen(): void {
    listen(this.#page, this.#place, {
      undo: () => {
        this.#session.rewrite((log) => {
          log.undo();
        });
      },
      redo: () => {
        this.#session.rewrite((log) => {
          log.redo();
        });
      },
      clear: () => {
        this.#session.open([]);
      },
      fit: () => {
        this.#picture.fit();
      },
      layOut: (layout) => {
        this.#act({ type: "layout", layout });
      },
      add: this.#add,
      takeHome: (format) => {
        takeHome(this.#page, format, { session: this.#session, picture: this.#picture });
      },
      walk: (x, y) => {
        this.#picture.walk(x, y);
      },
      enter: () => {
        this.#panel.enter();
      },
      takeOut: () => {
        for (const id of this.#panel.selected.nodes) {
          if (this.#scene.things.has(id)) this.#act({ type: "remove", thing: shortThing(id) });
        }
      },
    });
  }

  readonly #add = (typed: string): void => {
    const thing = this.#named(typed);
    if (!thing) return;
    this.#begin([thing]);
    (byId(this.#page, "add-thing") as HTMLInputElement).value = "";
  };

  /** The thing of this name; says so where there is none. */
  #named(typed: string): string | null {
    const thing = namedThing(this.#page, typed);
    if (!thing) this.#say(unknownName(typed));
    return thing;
  }
}

/** Where the server is asked, as the page says it. */
function addressesOf(place: HTMLElement): Addresses {
  const { schema = "", kind = "", examples = "", relations = "", neighbours = "" } = place.dataset;
  const { edges = "", common = "", paths = "", result = "" } = place.dataset;
  return { schema, kind, examples, relations, neighbours, edges, common, paths, result };
}
