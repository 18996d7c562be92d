/** The steps that ask the server first: what is found there decides which operation the log gets, and what is said of it. */

import { MOST_CONNECTED, type PathSearch, USUAL_SEARCH } from "./connecting.ts";
import { nextExpansion, tellPaths } from "./expanding.ts";
import { type RelationCount, THINGS, wholeThing } from "./model.ts";
import type { Operation } from "./operations.ts";
import type { Server } from "./server.ts";
import type { Session } from "./session.ts";

/** What steps need of the page: words for the reader, and what is selected afterwards. */
export interface StepsPage {
  readonly say: (text: string) => void;
  readonly counts: () => string;
  readonly select: (id: string) => void;
  readonly selectAll: (ids: readonly string[]) => void;
  /** The thing that somebody named; null, and said, where there is none. */
  readonly named: (typed: string) => Promise<string | null>;
}

export class Steps {
  readonly #session: Session;
  readonly #server: Server;
  readonly #page: StepsPage;

  constructor(session: Session, server: Server, page: StepsPage) {
    this.#session = session;
    this.#server = server;
    this.#page = page;
  }

  readonly act = (operation: Operation): void => {
    this.#session.act(operation);
  };

  /** Bring things in by kind and key, and select the first. */
  readonly begin = (things: readonly string[]): void => {
    this.#session.queue(() => this.bring(things));
  };

  /** The same, within what is queued. */
  async bring(things: readonly string[]): Promise<void> {
    const [first = ""] = things;
    await this.#session.apply(things.length > 1 ? { type: "bring", things } : { type: "add", thing: first });
    this.#page.select(THINGS + first);
  }

  /** Bring the next neighbours by a relation in. */
  readonly expand = (thing: string, group: RelationCount): void => {
    this.#session.queue(async () => {
      const step = await nextExpansion(thing, group, this.#session.scene, this.#server);
      if (step) await this.#session.apply(step);
    });
  };

  /** Look for paths from a thing to one whose name was typed. */
  readonly connect = (from: string, typed: string): void => {
    this.#session.queue(async () => {
      const to = await this.#page.named(typed);
      if (to) this.findPaths([from, to], USUAL_SEARCH);
    });
  };

  /** Bring the shortest paths between each two of some things in, and say how many there are; none changes nothing. */
  readonly findPaths = (things: readonly string[], search: PathSearch): void => {
    if (things.length > MOST_CONNECTED) {
      this.#page.say(`Between each two of ${things.length} things there are too many paths: select ${MOST_CONNECTED} at most.`);
      return;
    }
    this.#session.queue(async () => {
      const told = await tellPaths(things, search, this.#session.scene, this.#server);
      if (!told.isAny) {
        this.#page.say(told.text);
        return;
      }
      await this.#session.apply({ type: "path", things, count: search.count, hops: search.hops, without: search.without });
      this.#page.selectAll(things.map(wholeThing));
      this.#page.say(`${this.#page.counts()} ${told.text}`);
    });
  };

  /** Bring what at least two of some things are connected with in. */
  readonly share = (things: readonly string[]): void => {
    this.#session.queue(async () => {
      const { nodes } = await this.#server.common(things, this.#session.scene.filter);
      const shared = nodes.length - things.length;
      if (shared === 0) {
        this.#page.say("No two of them have a neighbour in common.");
        return;
      }
      await this.#session.apply({ type: "common", things });
      this.#page.say(`${this.#page.counts()} They share ${shared === 1 ? "one neighbour" : `${shared} neighbours`}.`);
    });
  };
}
