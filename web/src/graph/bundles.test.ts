import { expect, test } from "vitest";

import { bundles } from "./bundles.ts";
import type { Statement } from "./model.ts";

function claim(number: number, source: string, target: string): Statement {
  return { id: `c${number}`, source, target, relation: "r", label: "potency", claim: `potency/${number}` };
}

test("claims of one kind between two things are one line, from whichever end they were found; other relations are lines of their own", () => {
  const inferred: Statement = { id: "i", source: "a", target: "k", relation: "inhibits", label: "inhibits", inferred: true };
  const [potencies, line] = bundles([claim(1, "a", "k"), claim(2, "k", "a"), inferred]);
  expect(potencies?.label).toBe("potency ×2");
  expect(line?.statements).toEqual([inferred]);
});
