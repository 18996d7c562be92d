import { expect, test } from "vitest";

import type { DrawnLine, DrawnNode } from "./drawing.ts";
import { selectionInWords } from "./selection.ts";

const LOOK = { directed: true, disagrees: false, width: 1, strokes: [] as never };
const node = (id: string, label: string, kind: string, count = 1): DrawnNode => ({ id, label, kind, count, size: 1, pinned: false });
const line = (id: string, source: string, target: string): DrawnLine => ({ ...LOOK, id, source, target, label: "inhibits", statements: [] });
const DRAWN = {
  nodes: [node("d", "Baricitinib", "drug"), node("e", "fever", "adverse-event"), node("g", "40 cytokines", "cytokine", 40)],
  lines: [line("1", "d", "e"), line("2", "d", "g")],
};

test("a dot is told by its name, its kind and its lines; a group has its kind in its name", () => {
  expect(selectionInWords({ nodes: ["d"] }, DRAWN)).toBe("Baricitinib, drug, 2 lines");
  expect(selectionInWords({ nodes: ["e"] }, DRAWN)).toBe("fever, adverse event, 1 line");
  expect(selectionInWords({ nodes: ["g"] }, DRAWN)).toBe("40 cytokines, 1 line");
});

test("several are told by their number, a line by its ends, nothing by nothing", () => {
  expect(selectionInWords({ nodes: ["d", "e"] }, DRAWN)).toBe("2 things are selected");
  expect(selectionInWords({ nodes: [], line: "1" }, DRAWN)).toBe("Baricitinib inhibits fever");
  expect(selectionInWords({ nodes: [] }, DRAWN)).toBe("");
});
