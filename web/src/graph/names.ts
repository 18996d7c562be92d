/** Offers the names of everything that can be in the picture, asked once of the public endpoint. */

import { element } from "./dom.ts";
import { shortThing, TERMS } from "./model.ts";

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
