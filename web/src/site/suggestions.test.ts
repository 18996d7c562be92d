import { describe, expect, it } from "vitest";

import { announcement, moved, readAnswer, webAddress } from "./suggestions.ts";

const baricitinib = {
  label: "Baricitinib",
  iri: "https://w3id.org/jakgraph/drug/baricitinib",
  href: "/page/drug/baricitinib",
  kind: "drug",
  kindName: "drug",
  within: "",
  match: { way: "synonym", parts: [{ text: "Olumiant", matched: true }] },
};

describe("readAnswer", () => {
  it("gives the reason where a thing was found by another name", () => {
    const answer = readAnswer({ count: 1, countIsWhole: true, results: [baricitinib], more: "/search?q=olumiant" });
    expect(answer).toEqual({
      count: 1,
      isWhole: true,
      more: "/search?q=olumiant",
      suggestions: [
        {
          iri: "https://w3id.org/jakgraph/drug/baricitinib",
          label: [{ text: "Baricitinib", matched: false }],
          why: "synonym",
          reason: [{ text: "Olumiant", matched: true }],
          kind: "drug",
          kindName: "drug",
          href: "/page/drug/baricitinib",
        },
      ],
    });
  });

  it("sets off what matched within the label, and says what an arm belongs to", () => {
    const parts = [
      { text: "Bari", matched: true },
      { text: "citinib", matched: false },
    ];
    const arm = { ...baricitinib, within: "SLE-BRAVE-I", match: { way: "label", parts } };
    const [suggestion] = readAnswer({ count: 1, results: [arm] })?.suggestions ?? [];
    expect(suggestion?.label).toEqual([...parts, { text: " in SLE-BRAVE-I", matched: false }]);
    expect(suggestion?.why).toBe("");
  });

  it("takes nothing else for an answer", () => {
    expect([null, 1, "a", [], {}, { results: [] }, { results: {}, count: 1 }].map(readAnswer)).toEqual(Array(7).fill(null));
  });

  it("lets no class of a style through that is no kind", () => {
    const [suggestion] = readAnswer({ count: 1, results: [{ ...baricitinib, kind: "drug card" }] })?.suggestions ?? [];
    expect(suggestion?.kind).toBe("");
  });
});

describe("announcement", () => {
  const answer = { count: 0, isWhole: true, suggestions: [], more: "" };

  it("says how many there are", () => {
    expect(announcement(answer, "opens")).toBe("Nothing found.");
    expect(announcement({ ...answer, count: 1 }, "opens")).toMatch(/^1 thing found/u);
    expect(announcement({ ...answer, count: 5000, isWhole: false }, "opens")).toMatch(/^More than 5,000 things found/u);
  });
});

describe("moved", () => {
  it("goes down and up, past the ends to what was typed and round", () => {
    expect([-1, 0, 1].map((active) => moved(active, 2, "ArrowDown"))).toEqual([0, 1, -1]);
    expect([-1, 0, 1].map((active) => moved(active, 2, "ArrowUp"))).toEqual([1, -1, 0]);
  });

  it("stays where it is for every other key, and in an empty list", () => {
    expect(moved(1, 2, "a")).toBe(1);
    expect([moved(-1, 0, "ArrowDown"), moved(-1, 0, "ArrowUp")]).toEqual([-1, -1]);
  });
});

describe("webAddress", () => {
  it("opens pages and nothing that runs", () => {
    expect(webAddress("/page/drug/a", "https://example.org/search")).toBe("https://example.org/page/drug/a");
    expect(["javascript:alert(1)", "data:text/html,a", "", "http://["].map((href) => webAddress(href, "https://e.org/"))).toEqual([
      null,
      null,
      null,
      null,
    ]);
  });
});
