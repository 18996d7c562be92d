/** Layouts by their names. */

import { force } from "./force.ts";
import { concentric, grid, layered } from "./layouts.ts";
import type { Layout } from "./operations.ts";
import type { Places, Sketch } from "./placing.ts";

export function layOutHere(sketch: Sketch, layout: Layout, pinned: Places): Places {
  switch (layout) {
    case "layered":
      return layered(sketch);
    case "concentric":
      return concentric(sketch);
    case "grid":
      return grid(sketch);
    case "force":
      return force(sketch, pinned);
  }
}
