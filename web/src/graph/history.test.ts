import { expect, test } from "vitest";

import { History } from "./history.ts";
import type { Operation } from "./operations.ts";

const OPERATIONS: Operation[] = [
  { type: "add", thing: "drug/a" },
  { type: "add", thing: "drug/b" },
  { type: "remove", thing: "drug/a" },
];
const GRID: Operation = { type: "layout", layout: "grid" };

test("undo takes back the last step, redo does it again, a new step ends that", () => {
  const history = new History(OPERATIONS);
  history.undo();
  history.undo();
  expect(history.done).toEqual(OPERATIONS.slice(0, 1));
  history.redo();
  expect(history.done).toEqual(OPERATIONS.slice(0, 2));
  history.push(GRID);
  expect(history.canRedo).toBe(false);
  expect(new History().canUndo).toBe(false);
});

test("a copy of the log stays as it was when the log goes on", () => {
  const history = new History(OPERATIONS);
  history.undo();
  const before = history.copy();
  history.push(GRID);
  expect(before.done).toEqual(OPERATIONS.slice(0, 2));
  before.redo();
  expect(before.done).toEqual(OPERATIONS);
});
