/** How the cells of a column are put in order: pure, no page. */

export type Direction = "ascending" | "descending";

const words = new Intl.Collator("en", { numeric: true, sensitivity: "base" });

/** Read a cell of a numeric column; undefined for a dash, "not reported" and other words. */
export function readNumber(text: string): number | undefined {
  const plain = text.trim().replaceAll(",", "").replace("−", "-");
  const number = Number(/^[<>≤≥~]?\s*(.+)$/u.exec(plain)?.[1] ?? "");
  return plain === "" || Number.isNaN(number) ? undefined : number;
}

/**
 * Return the positions of the rows in the order of one column's texts.
 *
 * Rows without a value come last in both directions, and equal rows keep their order.
 */
export function sortedRows(texts: readonly string[], numeric: boolean, direction: Direction): number[] {
  const keys = texts.map((text) => (numeric ? readNumber(text) : wordKey(text)));
  const sign = direction === "ascending" ? 1 : -1;
  const compare = (a: number, b: number): number => {
    const [left, right] = [keys[a], keys[b]];
    if (left === undefined || right === undefined) return Number(left === undefined) - Number(right === undefined);
    return sign * (typeof left === "number" ? left - Number(right) : words.compare(left, String(right)));
  };
  return [...texts.keys()].sort(compare);
}

function wordKey(text: string): string | undefined {
  const trimmed = text.trim();
  return trimmed === "" || trimmed === "—" ? undefined : trimmed;
}
