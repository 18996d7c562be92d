import { expect, test } from "vitest";

import { spread } from "./formats.ts";

test("things in a closed group lie round where it stands, each in a place of its own", () => {
  const members = Array.from({ length: 30 }, (_, number) => ({ iri: `m${number}`, label: "M", kind: "drug" }));
  const grouping = { single: [], open: [], closed: [{ id: "g", anchor: "a", kind: "drug", relations: "r", members }] };
  const places = spread({ grouping }, new Map([["g", { x: 100, y: 0 }], ["a", { x: 0, y: 0 }]]));
  expect(places.get("a")).toEqual({ x: 0, y: 0 });
  const apart = members.map(({ iri }) => places.get(iri)).map((place) => `${place?.x} ${place?.y}`);
  expect(new Set(apart).size).toBe(30);
  expect(places.get("m0")).toEqual({ x: 100, y: 0 });
});
