/** Puts the browser together: the log of operations is the truth, everything on the page follows from it. */

import { listen } from "./controls.ts";
import { byId } from "./dom.ts";
import { MOST_DRAWN } from "./drawing.ts";
import { takeHome } from "./files.ts";
import { groupStep } from "./groupdetail.ts";
import { legend, showLegend } from "./legend.ts";
import { offerScenes } from "./keeping.ts";
import { layingOut, layOutHere, Stopped, type Waiting } from "./layingout.ts";
import { Link } from "./link.ts";
import { shortThing } from "./model.ts";
import { namedThing, unknownName } from "./names.ts";
import { encode } from "./operations.ts";
import { Overview } from "./overview.ts";
import { Panel } from "./panel.ts";
import { Picture } from "./picture.ts";
import type { Scene } from "./scene.ts";
import { type Addresses, Refusal, Server } from "./server.ts";
import { selectionInWords } from "./selection.ts";
import { Session } from "./session.ts";
import { sparqlFor } from "./sparql.ts";
import { Steps } from "./steps.ts";
import { markSelected, overviewTables, showTables, tables } from "./twin.ts";
import { Unfolding } from "./unfolding.ts";

export class Browser {
  readonly #page: Document;
  readonly #place: HTMLElement;
  readonly #server: Server;
  readonly #session: Session;
  readonly #steps: Steps;
  readonly #link: Link;
  readonly #picture: Picture;
  readonly #panel: Panel;
  readonly #twin: Unfolding;
  #overview: Overview | null = null;

  constructor(page: Document, place: HTMLElement) {
    this.#page = page;
    this.#place = place;
    place.hidden = false;
    this.#server = new Server(addressesOf(place));
    this.#link = new Link(place.dataset.revision ?? "");
    const layOut = layingOut(place.dataset.layout ?? "", this.#waiting);
    this.#session = new Session(this.#server, layOut, { changed: this.#draw, failed: this.#fail });
    this.#steps = new Steps(this.#session, this.#server, {
      say: this.#say,
      counts: this.#counts,
      select: this.#select,
      selectAll: (ids) => {
        this.#picture.selectAll(ids);
      },
      named: this.#named,
    });
    const { act, begin, expand, findPaths, share, connect } = this.#steps;
    const actions = { act, begin, expand, findPaths, share, connect, search: place.dataset.search ?? "", pageOf: this.#pageOf, descriptionOf: this.#descriptionOf };
    const source = { session: this.#session, server: this.#server, actions, overview: () => this.#overview, failed: this.#fail };
    this.#panel = new Panel(byId(page, "detail"), source);
    this.#twin = new Unfolding(byId(page, "tables"));
    this.#picture = new Picture(byId(page, "picture"), {
      selected: (selection) => {
        this.#panel.show(selection);
        markSelected(byId(this.#page, "tables"), selection.nodes);
        byId(page, "chosen").textContent = selectionInWords(selection, this.#overview ?? this.#session.drawing);
      },
      moved: (id, place) => {
        if (!this.#overview) this.#steps.act({ type: "pin", id: shortThing(id), ...place });
      },
      entered: (id) => {
        const group = this.#session.drawing.grouping.closed.find((item) => item.id === id);
        if (group?.anchor) this.#steps.act(groupStep(group));
        else this.#panel.enter();
      },
    });
  }

  start(): void {
    this.#page.getElementById("without-scripts")?.remove();
    this.#listen();
    this.#offerScenes();
    this.#open();
    addEventListener("hashchange", () => {
      if (location.hash.slice(1) !== this.#fragment) this.#open();
    });
  }

  #offerScenes(): void {
    offerScenes(this.#page, {
      log: () => (this.#session.history.canUndo ? encode(this.#session.history.done) : ""),
      revision: this.#link.revision,
      open: (log, revision) => {
        this.#session.open(this.#link.openKept(log, revision));
      },
      say: (text) => {
        this.#say(text);
      },
    });
  }

  #open(): void {
    const steps = this.#link.open(location.hash, location.search);
    if (steps.some((step) => step.type === "query")) this.#say("The query is being answered. To stop it, leave this page.");
    this.#session.open(steps);
  }

  get #scene(): Scene {
    return this.#session.scene;
  }

  get #fragment(): string {
    return this.#link.fragment(this.#session.history.done);
  }

  readonly #pageOf = (iri: string): string => `${this.#place.dataset.things ?? "/"}page/${shortThing(iri)}`;

  readonly #descriptionOf = (iri: string): string => `${this.#place.dataset.query ?? ""}?${new URLSearchParams({ query: `DESCRIBE <${iri}>` })}`;

  /** Say what went wrong; what is no answer of the server is a mistake of ours, and goes to the console too. */
  readonly #fail = (error: unknown): void => {
    if (error instanceof Stopped) {
      this.#say(`Stopped: the picture is as it was. ${this.#counts()}`);
      return;
    }
    this.#say(error instanceof Refusal ? error.message : "The server cannot be reached, or its answer cannot be read. Try again.");
    if (!(error instanceof Refusal || error instanceof TypeError)) reportError(error);
  };

  /** Say that a large layout takes its time, and offer not to wait for it. */
  readonly #waiting: Waiting = (told) => {
    const stopper = byId(this.#page, "stop");
    stopper.hidden = told === null;
    stopper.onclick = told?.stop ?? null;
    if (told) this.#say(`${told.things} things are being laid out: ${told.seconds} s.`);
  };

  readonly #draw = (anew: boolean): void => {
    this.#control("undo").disabled = !this.#session.history.canUndo;
    this.#control("redo").disabled = !this.#session.history.canRedo;
    (byId(this.#page, "layout") as HTMLSelectElement).value = this.#scene.layout;
    (byId(this.#page, "sparql") as HTMLInputElement).value = sparqlFor(this.#scene.shownThings, this.#scene.shownStatements);
    history.replaceState(null, "", `#${this.#fragment}`);
    showLegend(byId(this.#page, "legend"), legend(this.#page, this.#scene, this.#steps.act));
    if (this.#scene.things.size === 0 && this.#server.explores) {
      this.#drawOverview().catch(this.#fail);
      return;
    }
    this.#overview = null;
    const { nodes, lines } = this.#session.drawing;
    this.#picture.show(nodes, lines, this.#session.places, anew);
    const actions = { select: this.#select, hold: this.#hold, pageOf: this.#pageOf, act: this.#steps.act };
    this.#twin.show((place) => {
      showTables(place, tables(this.#page, this.#session, actions));
      markSelected(place, this.#panel.selected.nodes);
    });
    this.#say([this.#counts(), this.#scene.told, this.#link.warning].filter(Boolean).join(" "));
    this.#panel.show();
  };

  /** Nothing is in the picture: show the kinds of things that there are, and how they connect. */
  async #drawOverview(): Promise<void> {
    const overview = new Overview(await this.#server.schema());
    if (this.#scene.things.size > 0) return;
    this.#overview = overview;
    const { nodes, lines } = overview;
    this.#picture.show(nodes, lines, this.#picture.turned(layOutHere({ nodes, lines }, "force", new Map())), true);
    this.#twin.show((place) => {
      showTables(place, overviewTables(this.#page, overview, this.#select));
    });
    this.#say(`${nodes.length} kinds of things and how they connect are shown. Add a thing, choose a kind, or take one of the views below.`);
    this.#panel.show();
  }

  readonly #hold = (id: string): void => {
    this.#picture.hold(id);
  };

  readonly #select = (id: string): void => {
    this.#picture.select(id);
  };

  readonly #counts = (): string => {
    const { grouping, crowded } = this.#session.drawing;
    const [things, statements] = [this.#scene.shownThings.length, this.#scene.shownStatements.length];
    const counts = `${counted(things, "thing")} and ${counted(statements, "statement")} are shown`;
    const grouped = grouping.closed.reduce((sum, group) => sum + group.members.length, 0);
    const groups = grouped ? `, ${grouped} of the things in ${grouping.closed.length === 1 ? "one group" : `${grouping.closed.length} groups`}` : "";
    const most = crowded ? ` That is more than ${MOST_DRAWN} dots, so groups stay closed: filter, or take things out.` : "";
    return `${counts}${groups}.${most}`;
  };

  #control(id: string): HTMLButtonElement {
    return byId(this.#page, id) as HTMLButtonElement;
  }

  readonly #say = (text: string): void => {
    byId(this.#page, "said").textContent = text;
  };

  #listen(): void {
    listen(this.#page, this.#place, {
      undo: this.#session.undo,
      redo: this.#session.redo,
      clear: () => {
        this.#session.open([]);
      },
      fit: () => {
        this.#picture.fit();
      },
      layOut: (layout) => {
        this.#steps.act({ type: "layout", layout });
      },
      add: this.#add,
      takeHome: (format) => {
        takeHome(this.#page, format, { session: this.#session, picture: this.#picture }, this.#place.dataset).catch(this.#fail);
      },
      walk: (x, y) => {
        this.#picture.walk(x, y);
      },
      enter: () => {
        this.#panel.enter();
      },
      hold: () => {
        this.#picture.holdSelected();
        this.#say(`${this.#panel.selected.nodes.length} selected: go on to select another thing with it.`);
      },
      takeOut: () => {
        for (const id of this.#panel.selected.nodes) {
          if (this.#scene.things.has(id)) this.#steps.act({ type: "remove", thing: shortThing(id) });
        }
      },
    });
  }

  readonly #add = (typed: string): void => {
    this.#session.queue(async () => {
      const thing = await this.#named(typed);
      if (!thing) return;
      await this.#steps.bring([thing]);
      (byId(this.#page, "add-thing") as HTMLInputElement).value = "";
    });
  };

  /** The thing of this name; says so where there is none. */
  readonly #named = async (typed: string): Promise<string | null> => {
    const thing = await namedThing(this.#place.dataset.search ?? "", typed);
    if (!thing) this.#say(unknownName(typed));
    return thing;
  };
}

function counted(count: number, word: string): string {
  return `${count} ${word}${count === 1 ? "" : "s"}`;
}

/** Where the server is asked, as the page says it. */
function addressesOf(place: HTMLElement): Addresses {
  const { schema = "", kind = "", examples = "", relations = "", neighbours = "" } = place.dataset;
  const { edges = "", common = "", paths = "", result = "" } = place.dataset;
  return { schema, kind, examples, relations, neighbours, edges, common, paths, result };
}
