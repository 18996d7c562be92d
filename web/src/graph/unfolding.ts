/** Content that is made when somebody unfolds it, and kept up to date while it is open: large tables take their time. */

export class Unfolding {
  readonly #details: HTMLDetailsElement;
  readonly #place: HTMLElement;
  #fill: (place: HTMLElement) => void = () => undefined;

  constructor(place: HTMLElement) {
    const details = place.closest("details");
    if (!details) throw new Error(`#${place.id} is in nothing that folds`);
    this.#details = details;
    this.#place = place;
    details.querySelector("summary")?.addEventListener("click", () => {
      if (!details.open) this.#fill(place);
    });
  }

  /** From now on, this fills the place. */
  show(fill: (place: HTMLElement) => void): void {
    this.#fill = fill;
    if (this.#details.open) fill(this.#place);
  }
}
