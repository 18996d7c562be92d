import { expect, test } from "vitest";

import { decode, encode, type Operation, revisionIn, withRevision } from "./operations.ts";

const OPERATIONS: Operation[] = [
  { type: "add", thing: "drug/baricitinib" },
  { type: "expand", thing: "drug/baricitinib", relation: "Potency", direction: "claim", offset: 0 },
  { type: "expand", thing: "drug/baricitinib", relation: "Potency", direction: "claim", offset: 50 },
  { type: "bring", things: ["drug/tofacitinib", "drug/baricitinib"] },
  { type: "path", things: ["drug/baricitinib", "cytokine/ifn-alpha"], count: 3, hops: 4, without: ["attenuatesCytokine", "drug"] },
  { type: "path", things: ["drug/a", "drug/b", "drug/c"], count: 10, hops: 6, without: [] },
  { type: "join" },
  { type: "common", things: ["drug/a", "drug/b"] },
  { type: "toggle", facet: "relation", value: "safety warning; boxed: 50%" },
  { type: "toggle", facet: "date", value: "none" },
  { type: "only", facet: "source", value: "pmid-1" },
  { type: "all", facet: "source" },
  { type: "years", from: 2015, to: 0 },
  { type: "years", from: 0, to: 2020 },
  { type: "years", from: 0, to: 0 },
  { type: "group", thing: "drug/baricitinib", kind: "protein", relations: "Potency.c~inhibits.o" },
  { type: "pin", id: "drug/baricitinib", x: -120, y: 0 },
  { type: "pin", id: "protein/jak1", x: 0, y: 40 },
  { type: "unpin", id: "protein/jak1" },
  { type: "remove", thing: "protein/jak3" },
  { type: "layout", layout: "layered" },
];

test("a fragment gives back the operations it was written from", () => {
  expect(decode(`#${encode(OPERATIONS)}`)).toEqual(OPERATIONS);
});

test("a thing that was named before is written as its number", () => {
  expect(encode(OPERATIONS.slice(0, 4))).toBe("1;a:drug/baricitinib;e:~0:Potency:c;e:~0:Potency:c:50;b:drug/tofacitinib:~0");
  expect(decode("1;a:drug/a;e:drug/b:P:out:0;a:~1;a:~7")).toEqual([
    { type: "add", thing: "drug/a" },
    { type: "expand", thing: "drug/b", relation: "P", direction: "out", offset: 0 },
    { type: "add", thing: "drug/b" },
  ]);
});

test("fifty steps on fifty things with long names take less than two thousand characters", () => {
  const steps = Array.from({ length: 50 }, (_, number): Operation => {
    const thing = `outcome-measure/bicla-response-${number >> 1}`;
    const place = { x: 40 * number, y: -40 * number };
    return number % 2 ? { type: "pin", id: thing, ...place } : { type: "expand", thing, relation: "outcomeMeasure", direction: "in", offset: 0 };
  });
  expect(withRevision(encode(steps), "11a2a1e44da8").length).toBeLessThan(2000);
});

test("what cannot be read is left out, and another version is not read at all", () => {
  const broken = "a:;e:drug/x:Potency:sideways;e:drug/x:P:in:-1;l:spiral;t:z:1;t:k;a:%E0%A4%A;z:1;q:;b:;m:drug/x;y:20:1;g:drug/x:protein;n:drug/x:a:b;n:drug/x;w:q";
  expect(decode(`#1;${broken};a:drug/ok`)).toEqual([{ type: "add", thing: "drug/ok" }]);
  expect(decode("#2;a:drug/baricitinib")).toEqual([]);
  expect(decode("")).toEqual([]);
});

test("a link says on which data it was made, beside its steps", () => {
  const link = withRevision(encode(OPERATIONS), "11a2a1e44da8");
  expect(revisionIn(link)).toBe("11a2a1e44da8");
  expect(decode(link)).toEqual(OPERATIONS);
  expect(revisionIn(encode(OPERATIONS))).toBe("");
});

test("a query is kept word for word, with no more escapes than a fragment needs", () => {
  const query: Operation = { type: "query", text: 'SELECT ?d ?n {\n  ?d a+b:c ; "1 + 1; 50%" ?n # é\n}' };
  expect(decode(encode([query]))).toEqual([query]);
  expect(encode([{ type: "query", text: "SELECT ?drug { ?drug a jg:Drug }" }])).toBe("1;q:SELECT+?drug+%7B+?drug+a+jg%3ADrug+%7D");
});

test("paths lead between two things or more, ten of six hops at most", () => {
  expect(decode("1;p:0:4::drug/a:drug/b;p:11:4::drug/a:drug/b;p:3:7::drug/a:drug/b;p:3:4::drug/a;p:3:4")).toEqual([]);
});
