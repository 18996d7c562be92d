/** Puts the browser together: the log of operations is the truth, everything on the page follows from it. */

import { listen } from "./controls.ts";
import { byId } from "./dom.ts";
import { takeHome } from "./files.ts";
import { Link } from "./link.ts";
import { shortThing } from "./model.ts";
import { namedThing, offerNames, unknownName } from "./names.ts";
import type { Operation } from "./operations.ts";
import { Panel } from "./panel.ts";
import { Picture } from "./picture.ts";
import { bundles, type Scene } from "./scene.ts";
import { MOST_HOPS, Refusal, Server } from "./server.ts";
import { Session } from "./session.ts";
import { sparqlFor } from "./sparql.ts";
import { legend, tables } from "./twin.ts";

const PATHS_ADDED = 3;

export class Browser {
  readonly #page: Document;
  readonly #place: HTMLElement;
  readonly #server: Server;
  readonly #session: Session;
  readonly #link: Link;
  readonly #picture: Picture;
  readonly #panel: Panel;

  constructor(page: Document, place: HTMLElement) {
    this.#page = page;
    this.#place = place;
    place.hidden = false;
    const { relations = "", neighbours = "", edges = "", paths = "", result = "", revision = "" } = place.dataset;
    this.#server = new Server({ relations, neighbours, edges, paths, result });
    this.#link = new Link(revision);
    this.#session = new Session(this.#server, { changed: this.#draw, failed: this.#fail });
    const actions = { act: this.#act, connect: this.#connect, pageOf: this.#pageOf, descriptionOf: this.#descriptionOf };
    this.#panel = new Panel(byId(page, "detail"), this.#session, this.#server, actions);
    this.#picture = new Picture(byId(page, "picture"), (selection) => {
      this.#panel.show(selection).catch(this.#fail);
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

  readonly #descriptionOf = (iri: string): string => this.#queryAddress(`DESCRIBE <${iri}>`);

  #queryAddress(query: string): string {
    return `${this.#place.dataset.query ?? ""}?${new URLSearchParams({ query })}`;
  }

  /** Bring the shortest paths between two things in, and say how many there are; where there is none, nothing changes. */
  readonly #connect = (from: string, typed: string): void => {
    const to = this.#named(typed);
    if (!to) return;
    this.#session.queue(async () => {
      const { nodes, paths } = await this.#server.paths(from, to, PATHS_ADDED);
      const ends = nodes.slice(0, 2).map((thing) => thing.label).join(" and ");
      if (paths.length === 0) {
        this.#say(`There is no path between ${ends} within ${MOST_HOPS} steps.`);
        return;
      }
      await this.#session.apply({ type: "path", from, to, count: PATHS_ADDED });
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
    const things = this.#scene.shownThings;
    const statements = this.#scene.shownStatements;
    const lines = bundles(statements);
    this.#picture.show(things, lines, this.#scene.cameFrom, this.#scene.layout, anew);
    byId(this.#page, "legend").replaceChildren(...legend(this.#page, this.#scene, this.#act));
    const select = (id: string): void => {
      this.#picture.select(id);
    };
    byId(this.#page, "tables").replaceChildren(...tables(this.#page, things, lines, { select, pageOf: this.#pageOf }));
    this.#control("undo").disabled = !this.#session.history.canUndo;
    this.#control("redo").disabled = !this.#session.history.canRedo;
    (byId(this.#page, "layout") as HTMLSelectElement).value = this.#scene.layout;
    (byId(this.#page, "sparql") as HTMLInputElement).value = sparqlFor(things, statements);
    history.replaceState(null, "", `#${this.#fragment}`);
    this.#say(things.length ? `${this.#counts} ${this.#scene.told} ${this.#link.warning}`.trim() : "Nothing is in the picture yet: add a thing, or take one of the views below.");
    this.#panel.show().catch(this.#fail);
  };

  get #counts(): string {
    return `${this.#scene.shownThings.length} things and ${this.#scene.shownStatements.length} statements are shown.`;
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
        takeHome(this.#page, format, this.#scene, this.#picture);
      },
      walk: (x, y) => {
        this.#picture.walk(x, y);
      },
      enter: () => {
        this.#panel.enter();
      },
      takeOut: () => {
        const { thing } = this.#panel.selected;
        if (thing) this.#act({ type: "remove", thing: shortThing(thing) });
      },
    });
  }

  readonly #add = (typed: string): void => {
    const thing = this.#named(typed);
    if (!thing) return;
    this.#act({ type: "add", thing });
    (byId(this.#page, "add-thing") as HTMLInputElement).value = "";
  };

  /** The thing of this name; says so where there is none. */
  #named(typed: string): string | null {
    const thing = namedThing(this.#page, typed);
    if (!thing) this.#say(unknownName(typed));
    return thing;
  }
}
