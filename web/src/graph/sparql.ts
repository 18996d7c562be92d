/** The picture as a query: the CONSTRUCT of what is shown, with the evidence for it. Pure. */

import type { Statement, Thing } from "./model.ts";

const PREFIXES = `PREFIX prov: <http://www.w3.org/ns/prov#>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>`;

/**
 * The CONSTRUCT that gives what is shown and nothing else: things with their names and classes, direct statements as they
 * stand, claims with all that is said of them and of their sources, inferences with what explains them.
 *
 * What a query made is no statement of the graph, so it stands in the template; lines of rows and nodes without a name of
 * their own are no triples and stay out.
 */
export function sparqlFor(things: readonly Thing[], statements: readonly Statement[]): string {
  const named = statements.filter((item) => item.relation !== "" && isNamed(item.source) && isNamed(item.target));
  const direct = named.filter((item) => !item.claim && !item.made);
  const patterns = [
    block("?s", "?s ?p ?o FILTER(?p IN (rdf:type, rdfs:label))", things.filter((thing) => isNamed(thing.iri)).map((thing) => term(thing.iri))),
    block("(?s ?p ?o)", "?s ?p ?o", direct.map((item) => `(${triple(item)})`)),
    block("?s", "?s ?p ?o", unique(named.map((item) => item.claim))),
    block("?claim", "?claim prov:hadPrimarySource ?s . ?s ?p ?o", unique(named.map((item) => item.claim))),
    block("?s", "?s ?p ?o", unique(named.map((item) => item.inference))),
  ];
  const made = named.filter((item) => item.made).map((item) => `  ${triple(item)} .\n`);
  if (made.length) patterns.push("  {}"); // a template is filled once for each solution, so there has to be one
  const where = patterns.filter(Boolean).join("\n  UNION\n") || "  FILTER(false)";
  return `${PREFIXES}\n\nCONSTRUCT {\n${made.join("")}  ?s ?p ?o\n} WHERE {\n${where}\n}`;
}

function block(variables: string, pattern: string, rows: readonly string[]): string {
  return rows.length ? `  { VALUES ${variables} {\n    ${rows.join("\n    ")}\n  } ${pattern} }` : "";
}

function unique(iris: readonly (string | undefined)[]): string[] {
  return [...new Set(iris)].flatMap((iri) => (iri === undefined ? [] : term(iri)));
}

function triple(item: Statement): string {
  return `${term(item.source)} ${term(item.relation)} ${term(item.target)}`;
}

function term(iri: string): string {
  return `<${iri}>`;
}

function isNamed(iri: string): boolean {
  return !iri.startsWith("_:");
}
