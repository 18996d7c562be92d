import { expect, test } from "vitest";

import { thingsAlong } from "./connecting.ts";
import type { Statement } from "./model.ts";

function step(source: string, target: string): Statement {
  return { id: `${source} ${target}`, source, target, relation: "r", label: "r" };
}

test("a path is told from its first thing to its last, whichever way its statements lead", () => {
  expect(thingsAlong([step("a", "b"), step("b", "c")])).toEqual(["a", "b", "c"]);
  expect(thingsAlong([step("b", "a"), step("c", "b"), step("c", "d")])).toEqual(["a", "b", "c", "d"]);
  expect(thingsAlong([step("a", "b")])).toEqual(["a", "b"]);
  expect(thingsAlong([])).toEqual([]);
});
