/** What is selected, in words for who does not see the picture. */

import type { DrawnLine, DrawnNode } from "./drawing.ts";
import type { Selection } from "./picture.ts";

interface Drawn {
  readonly nodes: readonly DrawnNode[];
  readonly lines: readonly DrawnLine[];
}

/** A dot by its name, its kind and its lines; several by their number; a line by its ends. */
export function selectionInWords({ nodes: [first, ...others], line: chosen }: Selection, { nodes, lines }: Drawn): string {
  if (others.length) return `${others.length + 1} things are selected`;
  const called = (id: string | undefined): DrawnNode | undefined => nodes.find((node) => node.id === id);
  const node = called(first);
  const line = lines.find((item) => item.id === chosen);
  if (line) return [called(line.source)?.label, line.label, called(line.target)?.label].filter(Boolean).join(" ");
  if (!node) return "";
  const number = lines.filter(({ source, target }) => source === node.id || target === node.id).length;
  const kind = node.count > 1 ? [] : [node.kind.replaceAll("-", " ")];
  return [node.label, ...kind, number === 1 ? "1 line" : `${number} lines`].join(", ");
}
