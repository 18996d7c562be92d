/** What is let through: one filter for what is shown and for what an expansion brings. The server knows it by the same words. */

import { shortTerm, type Statement } from "./model.ts";
import type { Facet, Operation } from "./operations.ts";

/** The value of what a statement does not have. */
export const NONE = "none";

type FilterOperation = Extract<Operation, { type: "toggle" | "only" | "all" | "years" }>;

/** The values of a facet that are chosen: to be hidden, or to be the only ones shown. */
interface Choice {
  readonly isOnly: boolean;
  readonly values: Set<string>;
}

export class Filter {
  readonly #choices = new Map<Facet, Choice>();
  #from = 0;
  #to = 0;

  /** The years that sources may be of; 0 where that end is open. */
  get years(): readonly [from: number, to: number] {
    return [this.#from, this.#to];
  }

  /** Relations that are hidden, so that no path needs to be looked for over them. */
  get hiddenRelations(): readonly string[] {
    const choice = this.#choices.get("relation");
    return choice && !choice.isOnly ? [...choice.values] : [];
  }

  get isEmpty(): boolean {
    return this.parameters().length === 0;
  }

  apply(operation: FilterOperation): void {
    switch (operation.type) {
      case "years":
        [this.#from, this.#to] = [operation.from, operation.to];
        return;
      case "all":
        this.#choices.delete(operation.facet);
        return;
      case "only":
        this.#choices.set(operation.facet, { isOnly: true, values: new Set([operation.value]) });
        return;
      case "toggle": {
        const choice = this.#choices.get(operation.facet) ?? { isOnly: false, values: new Set() };
        if (!choice.values.delete(operation.value)) choice.values.add(operation.value);
        this.#choices.set(operation.facet, choice);
      }
    }
  }

  /** Tell whether a value of a facet is let through. */
  admits(facet: Facet, value: string): boolean {
    const choice = this.#choices.get(facet);
    return !choice || choice.values.has(value) === choice.isOnly;
  }

  /** Tell whether a facet lets everything through. */
  isOpen(facet: Facet): boolean {
    const choice = this.#choices.get(facet);
    return !choice || (!choice.isOnly && choice.values.size === 0);
  }

  /** Tell whether a statement is let through, whatever its ends are. */
  admitsStatement(statement: Statement): boolean {
    const facets = ["relation", "evidence", "verification", "source"] as const;
    return facets.every((facet) => this.admits(facet, valueOf(statement, facet))) && this.#admitsYear(statement.year);
  }

  #admitsYear(year: number | undefined): boolean {
    if (year === undefined) return this.admits("date", NONE);
    return year >= this.#from && (this.#to === 0 || year <= this.#to);
  }

  /** The filter as parameters of the address that the server is asked. */
  parameters(): [name: string, value: string][] {
    const chosen = [...this.#choices].flatMap(([facet, { isOnly, values }]) =>
      [...values].map((value): [string, string] => [isOnly ? "only" : "hide", `${facet}/${value}`]),
    );
    if (this.#from) chosen.push(["since", String(this.#from)]);
    if (this.#to) chosen.push(["until", String(this.#to)]);
    return chosen;
  }
}

/** What a statement has by a facet; `none` where it has nothing. */
export function valueOf(statement: Statement, facet: "relation" | "evidence" | "verification" | "source"): string {
  if (facet === "relation") return shortTerm(statement.relation);
  return statement.keys?.[facet] ?? NONE;
}
