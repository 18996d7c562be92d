/** Offers the names of everything that can be in the picture, asked once of the public endpoint. */

import { element } from "./dom.ts";
import { shortThing, TERMS, THINGS } from "./model.ts";

const QUERY = `PREFIX jg: <${TERMS}>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>

SELECT ?thing ?name WHERE {
  ?thing a jg:Entity ; rdfs:label|skos:altLabel ?name
} ORDER BY ?name ?thing`;

interface Row {
  readonly thing: { readonly value: string };
  readonly name: { readonly value: string };
}

/** Fill the list beside the field; without it, kind and key can still be typed. */
export async function offerNames(page: Document, endpoint: string): Promise<void> {
  const asked = new URLSearchParams({ query: QUERY, format: "json" });
  const response = await fetch(`${endpoint}?${asked}`).catch(() => null);
  if (!response?.ok) return;
  const { results } = (await response.json()) as { results: { bindings: readonly Row[] } };
  const names = [...new Map(results.bindings.map((row) => [row.name.value, row.thing.value]))];
  const options = names.map(([name, iri]) => element(page, "option", { value: name, "data-thing": shortThing(iri) }));
  page.getElementById("add-names")?.append(...options);
}

/** Kind and key of the thing whose name is offered, or that were typed themselves; null where there is no such thing. */
export function namedThing(page: Document, typed: string): string | null {
  const chosen = [...page.querySelectorAll<HTMLOptionElement>("#add-names option")].find((option) => option.value === typed);
  const thing = (chosen?.dataset.thing ?? typed).replace(THINGS, "");
  return thing.includes("/") ? thing : null;
}

/** What to say of a name that is none. */
export function unknownName(typed: string): string {
  return `There is no "${typed}" to choose: take one of the names offered, or write kind and key, such as drug/baricitinib.`;
}
