/** What the search box suggests: answers read from JSON, keys as moves in the list. Pure, no page. */

/** A piece of a text, and whether it is what matched. */
export interface Part {
  readonly text: string;
  readonly matched: boolean;
}

/** One thing that was found; `why` is empty where its label says it all. */
export interface Suggestion {
  readonly iri: string;
  readonly label: readonly Part[];
  readonly why: string;
  readonly reason: readonly Part[];
  readonly kind: string;
  readonly kindName: string;
  readonly href: string;
}

/** What the service answers to a search; `more` is the address of the page with everything found. */
export interface Answer {
  readonly count: number;
  readonly isWhole: boolean;
  readonly suggestions: readonly Suggestion[];
  readonly more: string;
}

/** Return the answer in a JSON document of `/search.json`; null where it is none. */
export function readAnswer(document: unknown): Answer | null {
  if (!isRecord(document) || !Array.isArray(document.results) || typeof document.count !== "number") return null;
  return {
    count: document.count,
    isWhole: document.countIsWhole === true,
    suggestions: document.results.filter(isRecord).map(readSuggestion),
    more: text(document.more),
  };
}

function readSuggestion(result: Record<string, unknown>): Suggestion {
  const match = isRecord(result.match) ? result.match : {};
  const parts = Array.isArray(match.parts) ? match.parts.filter(isRecord).map(readPart) : [];
  const label = text(result.label);
  const saysItAll = parts.map((part) => part.text).join("") === label;
  const within = text(result.within);
  const own: Part[] = saysItAll ? parts : [{ text: label, matched: false }];
  return {
    iri: text(result.iri),
    label: within ? [...own, { text: ` in ${within}`, matched: false }] : own,
    why: saysItAll ? "" : text(match.way),
    reason: saysItAll ? [] : parts,
    kind: /^[a-z]+(?:-[a-z]+)*$/u.exec(text(result.kind))?.[0] ?? "",
    kindName: text(result.kindName),
    href: text(result.href),
  };
}

function readPart(part: Record<string, unknown>): Part {
  return { text: text(part.text), matched: part.matched === true };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}

/** Say how many there are, for whoever hears the page, and what Enter does. */
export function announcement(answer: Answer, enter: "opens" | "takes it"): string {
  if (answer.count === 0) return "Nothing found.";
  const number = `${answer.isWhole ? "" : "More than "}${answer.count.toLocaleString("en")}`;
  return `${number} ${answer.count === 1 ? "thing" : "things"} found. Arrow keys choose, Enter ${enter}.`;
}

/** Return the option that a key leads to, among so many; -1 is none of them, which is what was typed. */
export function moved(active: number, count: number, key: string): number {
  if (key === "ArrowDown") return active + 1 >= count ? -1 : active + 1;
  if (key === "ArrowUp") return active < 0 ? count - 1 : active - 1;
  return active;
}

/** Return the address that an option opens, null where it is no web address. */
export function webAddress(href: string, base: string): string | null {
  if (href === "" || !URL.canParse(href, base)) return null;
  const address = new URL(href, base);
  return address.protocol === "http:" || address.protocol === "https:" ? address.href : null;
}
