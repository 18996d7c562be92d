/** Puts the browser together: the log of operations is the truth, everything on the page follows from it. */

import { bundleDetail, thingDetail } from "./detail.ts";
import { byId, element } from "./dom.ts";
import { csv, graphml, svg } from "./exporting.ts";
import { shortThing, THINGS } from "./model.ts";
import { decode, encode, History, isLayout, type Operation, revisionIn, withRevision } from "./operations.ts";
import { Picture, type Selection } from "./picture.ts";
import { bundles, Scene, sparqlFor } from "./scene.ts";
import { MOST_HOPS, Refusal, Server } from "./server.ts";
import { offerNames } from "./names.ts";
import { legend, tables } from "./twin.ts";

const STEPS: Readonly<Record<string, readonly [number, number]>> = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

const REVISION_LENGTH = 12;
const PATHS_ADDED = 3;

export class Browser {
  readonly #page: Document;
  readonly #place: HTMLElement;
  readonly #server: Server;
  readonly #picture: Picture;
  #history = new History();
  #scene = new Scene();
  #selected: Selection = {};
  #work: Promise<void> = Promise.resolve();
  #linkedRevision = "";

  constructor(page: Document, place: HTMLElement) {
    this.#page = page;
    this.#place = place;
    place.hidden = false;
    const { relations = "", neighbours = "", edges = "", paths = "" } = place.dataset;
    this.#server = new Server({ relations, neighbours, edges, paths });
    this.#picture = new Picture(byId(page, "picture"), (selection) => {
      this.#selected = selection;
      void this.#showDetail();
    });
  }

  start(): void {
    this.#page.getElementById("without-scripts")?.remove();
    this.#listen();
    void offerNames(this.#page, this.#place.dataset.sparql ?? "");
    this.#open();
    addEventListener("hashchange", () => {
      if (location.hash.slice(1) !== this.#fragment()) this.#open();
    });
  }

  /** Open what the address says: its log of operations, or a thing to begin with. */
  #open(): void {
    const focus = new URLSearchParams(location.search).get("focus");
    const steps = decode(location.hash);
    const first: Operation[] = focus && steps.length === 0 ? [{ type: "add", thing: focus }] : [];
    this.#history = new History([...steps, ...first]);
    this.#linkedRevision = revisionIn(location.hash);
    this.#queue(() => this.#replay(true));
  }

  #act(operation: Operation): void {
    this.#queue(async () => {
      await this.#scene.apply(operation, this.#server);
      this.#history.push(operation);
      this.#draw(operation.type === "layout");
    });
  }

  /** Bring the shortest paths between two things in, and say how many there are; where there is none, nothing changes. */
  #connect(from: string, typed: string): void {
    const to = this.#named(typed);
    if (!to) return;
    this.#queue(async () => {
      const { nodes, paths } = await this.#server.paths(from, to, PATHS_ADDED);
      const ends = nodes.slice(0, 2).map((thing) => thing.label).join(" and ");
      if (paths.length === 0) {
        this.#say(`There is no path between ${ends} within ${MOST_HOPS} steps.`);
        return;
      }
      const operation: Operation = { type: "path", from, to, count: PATHS_ADDED };
      await this.#scene.apply(operation, this.#server);
      this.#history.push(operation);
      this.#draw(false);
      const many = paths.length === 1 ? "One path was" : `${paths.length} paths were`;
      this.#say(`${this.#counts()} ${many} found between ${ends}.`);
    });
  }

  /** Do one thing after the other; a step that the server refuses is said, and the log is as it was before. */
  #queue(work: () => Promise<void>): void {
    this.#work = this.#work.then(async () => {
      const before = this.#history.copy();
      try {
        await work();
      } catch (error) {
        this.#history = before;
        this.#fail(error);
      }
    });
  }

  /** Say what went wrong; what is no answer of the server is a mistake of ours, and goes to the console too. */
  #fail(error: unknown): void {
    this.#say(error instanceof Refusal ? error.message : "The server cannot be reached, or its answer cannot be read. Try again.");
    if (!(error instanceof Refusal || error instanceof TypeError)) reportError(error);
  }

  async #replay(anew: boolean): Promise<void> {
    const scene = new Scene();
    for (const operation of this.#history.done) await scene.apply(operation, this.#server);
    this.#scene = scene;
    this.#draw(anew);
  }

  #draw(anew: boolean): void {
    const things = this.#scene.shownThings;
    const statements = this.#scene.shownStatements;
    const lines = bundles(statements);
    this.#picture.show(things, lines, this.#scene.cameFrom, this.#scene.layout, anew);
    byId(this.#page, "legend").replaceChildren(...legend(this.#page, this.#scene, (step) => {
      this.#act(step);
    }));
    const select = (id: string): void => {
      this.#picture.select(id);
    };
    byId(this.#page, "tables").replaceChildren(...tables(this.#page, things, lines, { select, pageOf: this.#pageOf }));
    this.#control("undo").disabled = !this.#history.canUndo;
    this.#control("redo").disabled = !this.#history.canRedo;
    (byId(this.#page, "layout") as HTMLSelectElement).value = this.#scene.layout;
    byId(this.#page, "sparql").setAttribute("href", `${this.#place.dataset.query ?? ""}?${new URLSearchParams({ query: sparqlFor(things, statements) })}`);
    history.replaceState(null, "", `#${this.#fragment()}`);
    this.#say(things.length ? `${this.#counts()}${this.#changed()}` : "Nothing is in the picture yet: add a thing, or take one of the views below.");
    void this.#showDetail();
  }

  #counts(): string {
    return `${this.#scene.shownThings.length} things and ${this.#scene.shownStatements.length} statements are shown.`;
  }

  readonly #pageOf = (iri: string): string => `${this.#place.dataset.things ?? "/"}page/${shortThing(iri)}`;

  get #revision(): string {
    return (this.#place.dataset.revision ?? "").slice(0, REVISION_LENGTH);
  }

  /** The log and the revision of the data that it was made on, for the address. */
  #fragment(): string {
    return withRevision(encode(this.#history.done), this.#revision);
  }

  /** What to say of a link that was made on other data. */
  #changed(): string {
    const isOther = this.#linkedRevision !== "" && this.#linkedRevision !== this.#revision;
    return isOther ? ` The link was made on other data (revision ${this.#linkedRevision}): the picture may differ from the one that was shared.` : "";
  }

  #control(id: string): HTMLButtonElement {
    return byId(this.#page, id) as HTMLButtonElement;
  }

  #say(text: string): void {
    byId(this.#page, "said").textContent = text;
  }

  async #showDetail(): Promise<void> {
    const detail = byId(this.#page, "detail");
    const actions = {
      act: (step: Operation) => {
        this.#act(step);
      },
      connect: (from: string, typed: string) => {
        this.#connect(from, typed);
      },
      pageOf: this.#pageOf,
    };
    const { thing, bundle } = this.#selected;
    if (thing && this.#scene.things.has(thing)) {
      detail.replaceChildren();
      const relations = await this.#server.relations(shortThing(thing)).catch((error: unknown) => {
        this.#fail(error);
      });
      if (relations && this.#selected.thing === thing) detail.replaceChildren(...thingDetail(this.#page, relations, this.#history.done, actions));
      return;
    }
    const line = bundles(this.#scene.shownStatements).find((item) => item.id === bundle);
    const [source, target] = line ? [this.#scene.things.get(line.source), this.#scene.things.get(line.target)] : [];
    if (line && source && target) detail.replaceChildren(...bundleDetail(this.#page, line, source, target, actions));
    else detail.replaceChildren(element(this.#page, "p", { class: "note" }, "Select a thing or a line."));
  }

  /** The buttons that change the log and draw all of it again. */
  #listenToSteps(onClick: (id: string, act: () => void) => void): void {
    const onStep = (id: string, change: () => void, anew = false): void => {
      onClick(id, () => {
        this.#queue(() => {
          change();
          return this.#replay(anew);
        });
      });
    };
    onStep("undo", () => {
      this.#history.undo();
    });
    onStep("redo", () => {
      this.#history.redo();
    });
    onStep("clear", () => {
      this.#history = new History();
    }, true);
  }

  #listen(): void {
    const onClick = (id: string, act: () => void): void => {
      byId(this.#page, id).addEventListener("click", act);
    };
    this.#listenToSteps(onClick);
    onClick("fit", () => {
      this.#picture.fit();
    });
    byId(this.#page, "layout").addEventListener("change", (event) => {
      const { value } = event.target as HTMLSelectElement;
      if (isLayout(value)) this.#act({ type: "layout", layout: value });
    });
    byId(this.#page, "picture").addEventListener("keydown", (event) => {
      this.#onKey(event);
    });
    for (const control of this.#place.querySelectorAll<HTMLElement>("[data-export]")) {
      control.addEventListener("click", () => {
        this.#export(control.dataset.export ?? "");
      });
    }
    byId(this.#page, "add").addEventListener("submit", (event) => {
      event.preventDefault();
      this.#addTyped();
    });
  }

  #onKey(event: KeyboardEvent): void {
    const step = STEPS[event.key];
    if (step) this.#picture.walk(...step);
    else if (event.key === "Enter") byId(this.#page, "detail").querySelector<HTMLElement>("button, a")?.focus();
    else if ((event.key === "Delete" || event.key === "Backspace") && this.#selected.thing) this.#act({ type: "remove", thing: shortThing(this.#selected.thing) });
    else return;
    event.preventDefault();
  }

  #addTyped(): void {
    const input = byId(this.#page, "add-thing") as HTMLInputElement;
    const thing = this.#named(input.value.trim());
    if (!thing) return;
    this.#act({ type: "add", thing });
    input.value = "";
  }

  /** Kind and key of the thing with a name that is offered, or that were typed themselves; says so where there is none. */
  #named(typed: string): string | null {
    const chosen = [...this.#page.querySelectorAll<HTMLOptionElement>("#add-names option")].find((option) => option.value === typed);
    const thing = (chosen?.dataset.thing ?? typed).replace(THINGS, "");
    if (!thing.includes("/")) {
      this.#say(`There is no "${typed}" to choose: take one of the names offered, or write kind and key, such as drug/baricitinib.`);
      return null;
    }
    return thing;
  }

  #export(format: string): void {
    const things = this.#scene.shownThings;
    const statements = this.#scene.shownStatements;
    const files: Readonly<Record<string, () => Blob>> = {
      png: () => this.#picture.png(),
      svg: () => new Blob([svg(things, bundles(statements), this.#picture.places())], { type: "image/svg+xml" }),
      graphml: () => new Blob([graphml(things, statements)], { type: "application/xml" }),
      csv: () => new Blob([csv(things, statements)], { type: "text/csv" }),
    };
    const make = files[format];
    if (!make) return;
    const link = element(this.#page, "a", { href: URL.createObjectURL(make()), download: `jakgraph.${format}` });
    link.click();
    URL.revokeObjectURL(link.href);
  }
}
