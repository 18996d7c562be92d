/** Tables marked `data-sortable` are put in the order of a column by a button in its heading. */

import { type Direction, sortedRows } from "./order.ts";

/** Give every heading of the marked tables a button; a table of one row has nothing to sort. */
export function makeTablesSortable(page: Document): void {
  for (const table of page.querySelectorAll<HTMLTableElement>("table[data-sortable]")) {
    const [body] = table.tBodies;
    if (body && body.rows.length > 1) addButtons(table, body);
  }
}

function addButtons(table: HTMLTableElement, body: HTMLTableSectionElement): void {
  const headings = [...table.querySelectorAll<HTMLTableCellElement>("thead th")];
  for (const [column, heading] of headings.entries()) {
    const button = heading.ownerDocument.createElement("button");
    button.type = "button";
    button.className = "sort";
    button.append(...heading.childNodes);
    heading.append(button);
    button.addEventListener("click", () => {
      sortBy(body, headings, column);
    });
  }
}

function sortBy(body: HTMLTableSectionElement, headings: readonly HTMLTableCellElement[], column: number): void {
  const heading = headings[column];
  if (!heading) return;
  const direction: Direction = heading.ariaSort === "ascending" ? "descending" : "ascending";
  for (const other of headings) other.removeAttribute("aria-sort");
  heading.setAttribute("aria-sort", direction);
  const rows = [...body.rows];
  const texts = rows.map((row) => row.cells[column]?.textContent ?? "");
  const order = sortedRows(texts, heading.classList.contains("number"), direction);
  body.append(...order.flatMap((index) => rows[index] ?? []));
}
