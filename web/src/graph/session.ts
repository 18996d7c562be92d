/** The log of operations and the scene that follows from it: one thing is done after the other, and what fails leaves no trace. */

import { History, type Operation } from "./operations.ts";
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
  #history = new History();
  #scene = new Scene();
  #work: Promise<void> = Promise.resolve();

  constructor(server: Server, events: SessionEvents) {
    this.#server = server;
    this.#events = events;
  }

  get scene(): Scene {
    return this.#scene;
  }

  get history(): History {
    return this.#history;
  }

  /** Begin with these steps, none of which is undone yet. */
  open(steps: readonly Operation[]): void {
    this.#history = new History(steps);
    this.queue(() => this.#replay(true));
  }

  /** Do one more step. */
  act(operation: Operation): void {
    this.queue(() => this.apply(operation));
  }

  /** Do one more step, within what is queued. */
  async apply(operation: Operation): Promise<void> {
    await this.#scene.apply(operation, this.#server);
    this.#history.push(operation);
    this.#events.changed(operation.type === "layout");
  }

  /** Change the log itself, and do all of it again. */
  rewrite(change: (history: History) => void, anew = false): void {
    this.queue(() => {
      change(this.#history);
      return this.#replay(anew);
    });
  }

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
    for (const operation of this.#history.done) await scene.apply(operation, this.#server);
    this.#scene = scene;
    this.#events.changed(anew);
  }
}
