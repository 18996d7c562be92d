import { expect, test } from "vitest";

import { shapeOf } from "./look.ts";

test("a mark keeps its corners in the picture, in the box that Cytoscape has for them", () => {
  expect(shapeOf([[0.5, 0], [1, 1], [0, 1]])).toEqual({ shape: "polygon", "shape-polygon-points": "0 -1 1 1 -1 1" });
  expect(shapeOf("disc")).toEqual({ shape: "ellipse" });
});
