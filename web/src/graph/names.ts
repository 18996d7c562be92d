/** Finds things by what people call them, asked of the site's search. */

import { shortThing, THINGS } from "./model.ts";

interface Found {
  readonly label: string;
  readonly iri: string;
  readonly match: { readonly parts: readonly { readonly text: string }[] };
}

/** The thing that goes by exactly this name, or whose kind and key it is; null where there is none. */
export async function namedThing(search: string, typed: string): Promise<string | null> {
  if (/^[a-z-]+\/\S+$/.test(typed.replace(THINGS, ""))) return shortThing(typed);
  const address = new URL(search, location.href);
  address.searchParams.set("q", typed);
  address.searchParams.set("limit", "1");
  const response = await fetch(address, { headers: { Accept: "application/json" } });
  const { results = [] } = response.ok ? ((await response.json()) as { results?: readonly Found[] }) : {};
  const [best] = results;
  return best && namesOf(best).includes(folded(typed)) ? shortThing(best.iri) : null;
}

function namesOf({ label, match }: Found): string[] {
  return [label, match.parts.map((part) => part.text).join("")].map(folded);
}

/** A name as it is compared: case, hyphens and blanks do not count. */
function folded(name: string): string {
  return name.toLowerCase().replaceAll(/[\s_-]+/g, "");
}

/** What to say of a name that is none. */
export function unknownName(typed: string): string {
  return `There is no "${typed}" to choose: take one of the names offered, or write kind and key, such as drug/baricitinib.`;
}
