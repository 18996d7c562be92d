/** What was done to the picture, and what was undone and can be done again. */

import type { Operation } from "./operations.ts";

export class History {
  #done: Operation[];
  #undone: Operation[] = [];

  constructor(done: readonly Operation[] = []) {
    this.#done = [...done];
  }

  get done(): readonly Operation[] {
    return this.#done;
  }

  get canUndo(): boolean {
    return this.#done.length > 0;
  }

  get canRedo(): boolean {
    return this.#undone.length > 0;
  }

  /** The same log, to go back to when a step fails. */
  copy(): History {
    const same = new History(this.#done);
    same.#undone = [...this.#undone];
    return same;
  }

  push(operation: Operation): void {
    this.#done.push(operation);
    this.#undone = [];
  }

  undo(): void {
    const last = this.#done.pop();
    if (last) this.#undone.push(last);
  }

  redo(): void {
    const next = this.#undone.pop();
    if (next) this.#done.push(next);
  }
}
