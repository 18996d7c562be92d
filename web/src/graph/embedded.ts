/** A small live picture within a page: a thing and what is around it, or what some steps lead to. Loaded when it is opened. */

import { around } from "./around.ts";
import { onArrow } from "./controls.ts";
import { statementItem } from "./detail.ts";
import { element } from "./dom.ts";
import { Filter } from "./filter.ts";
import { layOutHere } from "./layingout.ts";
import { Link } from "./link.ts";
import { shortThing } from "./model.ts";
import { groupStep } from "./groupdetail.ts";
import { decode, type Operation } from "./operations.ts";
import { Picture, type Selection } from "./picture.ts";
import { Refusal, Server } from "./server.ts";
import { Session } from "./session.ts";

/** As many things as can be read in so small a picture. */
const MOST_THINGS = 40;

/** Fill what was opened with its picture; where there is none, the reason is said and the link that is there remains. */
export async function embed(place: HTMLElement): Promise<void> {
  const said = element(place.ownerDocument, "p", { class: "note", role: "status" }, "…");
  place.append(said);
  try {
    const server = new Server(addressesOf(place.dataset));
    const { steps, note } = await stepsOf(place.dataset, server);
    new EmbeddedPicture(place, said, server).show(steps, note);
  } catch (error) {
    said.textContent = reason(error);
  }
}

async function stepsOf({ picture = "", log = "" }: DOMStringMap, server: Server): Promise<{ steps: readonly Operation[]; note: string }> {
  if (log) return { steps: decode(log), note: "" };
  const { steps, left } = around(await server.relations(picture, new Filter()), MOST_THINGS);
  const note = left.relations ? ` ${left.relations === 1 ? "One more relation leads" : `${left.relations} more relations lead`} to ${left.things} things.` : "";
  return { steps: [...steps, { type: "layout", layout: "force" }], note };
}

class EmbeddedPicture {
  readonly #place: HTMLElement;
  readonly #said: HTMLElement;
  readonly #detail: HTMLElement;
  readonly #session: Session;
  readonly #picture: Picture;
  #note = "";

  constructor(place: HTMLElement, said: HTMLElement, server: Server) {
    this.#place = place;
    this.#said = said;
    const page = place.ownerDocument;
    const label = "Picture. Arrow keys go from thing to thing; the graph browser has the same as tables.";
    const frame = element(page, "div", { class: "picture small", tabindex: "0", role: "application", "aria-label": label });
    this.#detail = element(page, "div", { class: "detail small", "aria-live": "polite" });
    if (!page.getElementById(STYLE)) page.body.append(element(page, "div", { id: STYLE, hidden: "" }));
    said.before(frame, this.#detail);
    const layOut = (...asked: Parameters<typeof layOutHere>) => Promise.resolve(layOutHere(...asked));
    this.#session = new Session(server, layOut, { changed: this.#draw, failed: this.#fail });
    this.#picture = new Picture(frame, {
      selected: this.#tell,
      moved: (id, at) => {
        this.#session.act({ type: "pin", id: shortThing(id), ...at });
      },
      entered: (id) => {
        const group = this.#session.drawing.grouping.closed.find((item) => item.id === id);
        if (group?.anchor) this.#session.act(groupStep(group));
      },
    });
    frame.addEventListener("keydown", (event) => {
      onArrow(event, (x, y) => {
        this.#picture.walk(x, y);
      });
    });
  }

  show(steps: readonly Operation[], note: string): void {
    this.#note = note;
    this.#session.open(steps);
  }

  readonly #draw = (anew: boolean): void => {
    const { scene, drawing, places, history } = this.#session;
    this.#picture.show(drawing.nodes, drawing.lines, places, anew);
    const { graph = "", revision = "" } = this.#place.dataset;
    this.#place.querySelector("a")?.setAttribute("href", `${graph}#${new Link(revision).fragment(history.done)}`);
    this.#said.textContent = `${scene.shownThings.length} things and ${scene.shownStatements.length} statements. ${scene.told}${this.#note}`;
  };

  /** Say what is selected: a thing by the link to its page, a line by its statements. */
  readonly #tell = ({ nodes: [chosen], line }: Selection): void => {
    const page = this.#place.ownerDocument;
    const { scene, drawing } = this.#session;
    const thing = chosen === undefined ? undefined : scene.things.get(chosen);
    if (thing) this.#detail.replaceChildren(element(page, "p", {}, element(page, "a", { href: this.#pageOf(thing.iri) }, thing.label), ` ${thing.kind.replaceAll("-", " ")}`));
    else {
      const statements = drawing.lines.find((item) => item.id === line)?.statements ?? [];
      const list = element(page, "ul", {}, ...statements.map((statement) => statementItem(page, statement, { pageOf: this.#pageOf })));
      this.#detail.replaceChildren(...(statements.length ? [list] : []));
    }
  };

  readonly #fail = (error: unknown): void => {
    this.#said.textContent = reason(error);
  };

  readonly #pageOf = (iri: string): string => `${this.#place.dataset.pages ?? "/"}page/${shortThing(iri)}`;
}

/** Cytoscape looks for this element before it would write a style sheet into the page, which the policy forbids. */
const STYLE = "__________cytoscape_stylesheet";

function addressesOf({ relations = "", neighbours = "", edges = "", result = "" }: DOMStringMap): ConstructorParameters<typeof Server>[0] {
  return { relations, neighbours, edges, result, schema: "", kind: "", examples: "", common: "", paths: "" };
}

function reason(error: unknown): string {
  return error instanceof Refusal ? error.message : "The picture cannot be shown now. The graph browser may.";
}
