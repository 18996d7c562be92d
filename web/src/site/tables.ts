/** Tables marked `data-sortable` are put in the order of a column by a button in its heading, `data-unsorted` ones apart. */

import { type Direction, sortedRows } from "./order.ts";

/** In which column's order a table stands. */
export interface Order {
  readonly column: number;
  readonly direction: Direction;
}

/** Give every heading of the marked tables in a place a button; a table of one row has nothing to sort. */
export function makeTablesSortable(place: ParentNode): void {
  for (const table of place.querySelectorAll<HTMLTableElement>("table[data-sortable]")) {
    const [body] = table.tBodies;
    if (body && body.rows.length > 1) addButtons(table, body);
  }
}

/** Return in which order the tables in a place were put, by what `data-sortable` calls them. */
export function ordersOf(place: ParentNode): Map<string, Order> {
  const sorted = [...place.querySelectorAll<HTMLTableCellElement>("table[data-sortable] th[aria-sort]")];
  return new Map(sorted.map((heading) => [nameOf(heading.closest("table")), { column: heading.cellIndex, direction: directionOf(heading) }]));
}

/** Put the tables in a place in the order that others of their names had. */
export function putInOrder(place: ParentNode, orders: ReadonlyMap<string, Order>): void {
  for (const table of place.querySelectorAll<HTMLTableElement>("table[data-sortable]")) {
    const order = orders.get(nameOf(table));
    const [body] = table.tBodies;
    if (order && body) sortBy(body, headingsOf(table), order);
  }
}

function nameOf(table: HTMLTableElement | null): string {
  return table?.dataset.sortable ?? "";
}

function headingsOf(table: HTMLTableElement): HTMLTableCellElement[] {
  return [...table.querySelectorAll<HTMLTableCellElement>("thead th")];
}

function directionOf(heading: HTMLTableCellElement): Direction {
  return heading.ariaSort === "descending" ? "descending" : "ascending";
}

function addButtons(table: HTMLTableElement, body: HTMLTableSectionElement): void {
  const headings = headingsOf(table);
  for (const [column, heading] of headings.entries()) {
    if (heading.dataset.unsorted !== undefined) continue;
    const button = heading.ownerDocument.createElement("button");
    button.type = "button";
    button.className = "sort";
    button.append(...heading.childNodes);
    heading.append(button);
    button.addEventListener("click", () => {
      sortBy(body, headings, { column, direction: heading.ariaSort === "ascending" ? "descending" : "ascending" });
    });
  }
}

function sortBy(body: HTMLTableSectionElement, headings: readonly HTMLTableCellElement[], { column, direction }: Order): void {
  const heading = headings[column];
  if (!heading) return;
  for (const other of headings) other.removeAttribute("aria-sort");
  heading.setAttribute("aria-sort", direction);
  const rows = [...body.rows];
  const texts = rows.map((row) => row.cells[column]?.textContent ?? "");
  const order = sortedRows(texts, heading.classList.contains("number"), direction);
  body.append(...order.flatMap((index) => rows[index] ?? []));
}
