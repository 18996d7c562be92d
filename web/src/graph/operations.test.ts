import { expect, test } from "vitest";

import { decode, encode, History, type Operation, revisionIn, withRevision } from "./operations.ts";

const OPERATIONS: Operation[] = [
  { type: "add", thing: "drug/baricitinib" },
  { type: "expand", thing: "drug/baricitinib", relation: "Potency", direction: "claim", offset: 0 },
  { type: "toggle", facet: "relation", value: "safety warning; boxed: 50%" },
  { type: "remove", thing: "protein/jak3" },
  { type: "layout", layout: "layered" },
];

test("a fragment gives back the operations it was written from", () => {
  expect(decode(`#${encode(OPERATIONS)}`)).toEqual(OPERATIONS);
});

test("fifty steps fit into two thousand characters", () => {
  const steps = Array.from({ length: 50 }, () => OPERATIONS[1]).filter((step) => step !== undefined);
  expect(encode(steps).length).toBeLessThan(2400);
});

test("what cannot be read is left out, and another version is not read at all", () => {
  expect(decode("#1;a:;e:drug/x:Potency:sideways:0;e:drug/x:P:in:-1;l:spiral;t:z:1;a:%E0%A4%A;w:1;a:drug/ok")).toEqual([
    { type: "add", thing: "drug/ok" },
  ]);
  expect(decode("#2;a:drug/baricitinib")).toEqual([]);
  expect(decode("")).toEqual([]);
});

test("undo takes back the last step, redo does it again, a new step ends that", () => {
  const history = new History(OPERATIONS);
  history.undo();
  history.undo();
  expect(history.done).toEqual(OPERATIONS.slice(0, 3));
  history.redo();
  expect(history.done).toEqual(OPERATIONS.slice(0, 4));
  history.push({ type: "layout", layout: "grid" });
  expect(history.canRedo).toBe(false);
  expect(new History().canUndo).toBe(false);
});

test("a link says on which data it was made, beside its steps", () => {
  const link = withRevision(encode(OPERATIONS), "11a2a1e44da8");
  expect(revisionIn(link)).toBe("11a2a1e44da8");
  expect(decode(link)).toEqual(OPERATIONS);
  expect(revisionIn(encode(OPERATIONS))).toBe("");
});

test("a path is its two ends and how many are wanted, one to ten", () => {
  const path: Operation = { type: "path", from: "drug/baricitinib", to: "cytokine/ifn-alpha", count: 3 };
  expect(encode([path])).toBe("1;p:drug/baricitinib:cytokine/ifn-alpha:3");
  expect(decode(encode([path]))).toEqual([path]);
  expect(decode("1;p:drug/a:drug/b:0;p:drug/a:drug/b:11;p:drug/a:drug/b;p:drug/a::3;p::drug/b:3")).toEqual([]);
});

test("a query is kept word for word, with no more escapes than a fragment needs", () => {
  const query: Operation = { type: "query", text: 'SELECT ?d ?n {\n  ?d a+b:c ; "1 + 1; 50%" ?n # é\n}' };
  expect(decode(encode([query]))).toEqual([query]);
  expect(encode([{ type: "query", text: "SELECT ?drug { ?drug a jg:Drug }" }])).toBe("1;q:SELECT+?drug+%7B+?drug+a+jg%3ADrug+%7D");
});

test("a copy of the log stays as it was when the log goes on", () => {
  const history = new History(OPERATIONS);
  history.undo();
  const before = history.copy();
  history.push({ type: "layout", layout: "grid" });
  expect(before.done).toEqual(OPERATIONS.slice(0, 4));
  before.redo();
  expect(before.done).toEqual(OPERATIONS);
});
