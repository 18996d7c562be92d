/** What is said of a query's result that was drawn: how much of it there is, and what is left out. Pure. */

import type { Result } from "./model.ts";

/** Say what a reader must know of a result beside what is in the picture; empty where all of it is there. */
export function toldOf(result: Result): string {
  const { things, edges } = result.left_out;
  const word = result.form === "SELECT" ? "row" : "triple";
  const said = [
    result.widened ? "The answer holds names and values: shown is what they were found on." : "",
    result.nodes.length === 0 ? `The answer has ${counted(result.count, word)} of values and names no things.` : "",
    result.read < result.count ? `The answer has ${counted(result.count, word)}; the first ${number(result.read)} were looked at.` : "",
    things || edges ? `${[things ? counted(things, "thing") : "", edges ? counted(edges, "line") : ""].filter(Boolean).join(" and ")} of the answer ${things + edges === 1 ? "is" : "are"} left out: a picture of more cannot be read.` : "",
  ];
  return said.filter(Boolean).join(" ");
}

function counted(count: number, word: string): string {
  return `${number(count)} ${word}${count === 1 ? "" : "s"}`;
}

function number(count: number): string {
  return count.toLocaleString("en");
}
