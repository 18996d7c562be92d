/** The log of operations and the scene that follows from it: one thing is done after the other, and what fails leaves no trace. */

import { Arrangement, lastLayout, type LayOut } from "./arrangement.ts";
import type { Drawing } from "./drawing.ts";
import { History } from "./history.ts";
import type { Operation } from "./operations.ts";
import type { Places } from "./placing.ts";
import { Scene } from "./scene.ts";
import type { Server } from "./server.ts";

/** What is told of a session: that the scene is another (laid out anew or not), and that a step failed. */
export interface SessionEvents {
  readonly changed: (anew: boolean) => void;
  readonly failed: (error: unknown) => void;
}

export class Session {
  readonly #server: Server;
  readonly #events: SessionEvents;
  readonly #arrangement: Arrangement;
  #history = new History();
  #scene = new Scene();
  #work: Promise<void> = Promise.resolve();

  constructor(server: Server, layOut: LayOut, events: SessionEvents) {
    this.#server = server;
    this.#arrangement = new Arrangement(layOut);
    this.#events = events;
  }

  get scene(): Scene {
    return this.#scene;
  }

  get history(): History {
    return this.#history;
  }

  /** What is drawn of the scene. */
  get drawing(): Drawing {
    return this.#arrangement.drawing;
  }

  get places(): Places {
    return this.#arrangement.places;
  }

  /** Begin with these steps, none of which is undone yet. */
  open(steps: readonly Operation[]): void {
    this.queue(() => {
      this.#history = new History(steps);
      return this.#replay(true);
    });
  }

  /** Do one more step. */
  act(operation: Operation): void {
    this.queue(() => this.apply(operation));
  }

  /** Do one more step, within what is queued. */
  async apply(operation: Operation): Promise<void> {
    try {
      await this.#scene.apply(operation, this.#server);
      await this.#arrangement.follow([...this.#history.done, operation], this.#scene);
    } catch (error) {
      await this.#replay(false); // the answers are there: what was done of the step is undone
      throw error;
    }
    this.#history.push(operation);
    this.#events.changed(operation.type === "layout");
  }

  readonly undo = (): void => {
    this.queue(() => {
      this.#history.undo();
      return this.#replay(false);
    });
  };

  readonly redo = (): void => {
    this.queue(() => {
      this.#history.redo();
      return this.#replay(false);
    });
  };

  /** Do one thing after the other; of a step that the server refuses the log keeps nothing. */
  queue(work: () => Promise<void>): void {
    this.#work = this.#work.then(async () => {
      const before = this.#history.copy();
      try {
        await work();
      } catch (error) {
        this.#history = before;
        this.#events.failed(error);
      }
    });
  }

  async #replay(anew: boolean): Promise<void> {
    const scene = new Scene();
    const { done } = this.#history;
    const placedFrom = lastLayout(done);
    this.#arrangement.clear();
    for (const [number, operation] of done.entries()) {
      await scene.apply(operation, this.#server);
      if (number >= placedFrom) await this.#arrangement.follow(done.slice(0, number + 1), scene);
    }
    this.#scene = scene;
    this.#events.changed(anew);
  }
}
