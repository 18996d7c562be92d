/** The address that is shared: the log of operations, and on which data it was made. */

import { decode, encode, type Operation, revisionIn, withRevision } from "./operations.ts";

const REVISION_LENGTH = 12;

export class Link {
  readonly #revision: string;
  #linked = "";

  /** A link to the data of this revision, of which the beginning is enough. */
  constructor(revision: string) {
    this.#revision = revision.slice(0, REVISION_LENGTH);
  }

  /** The steps that an address says; a thing to begin with where it says none. */
  open(hash: string, search: string): Operation[] {
    this.#linked = revisionIn(hash);
    const steps = decode(hash);
    const focus = new URLSearchParams(search).get("focus");
    return focus && steps.length === 0 ? [{ type: "add", thing: focus }] : steps;
  }

  /** The steps that were kept, and on which data. */
  openKept(log: string, revision: string): Operation[] {
    this.#linked = revision;
    return decode(log);
  }

  /** The revision of the data as links write it. */
  get revision(): string {
    return this.#revision;
  }

  /** The steps as the fragment of an address. */
  fragment(steps: readonly Operation[]): string {
    return withRevision(encode(steps), this.#revision);
  }

  /** What to say of a picture that was made on other data; empty where it was made on these. */
  get warning(): string {
    if (this.#linked === "" || this.#linked === this.#revision) return "";
    return `The picture was made on other data (revision ${this.#linked}, now ${this.#revision}): it may differ from the one that was kept or shared.`;
  }
}
