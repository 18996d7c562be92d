/** Files of the picture to take home: which formats there are, and the download. */

import { element } from "./dom.ts";
import { drawingOf } from "./drawing.ts";
import { csv, graphml, svg } from "./exporting.ts";
import type { Picture } from "./picture.ts";
import type { Places } from "./placing.ts";
import type { Scene } from "./scene.ts";

/** What is shown, and where it stands. */
export interface Shown {
  readonly scene: Scene;
  readonly picture: Picture;
  readonly places: Places;
}

/** Let the reader keep what is shown, in one of the formats; an unknown one is none. */
export function takeHome(page: Document, format: string, { scene, picture, places }: Shown): void {
  const things = scene.shownThings;
  const statements = scene.shownStatements;
  const files: Readonly<Record<string, () => Blob>> = {
    png: () => picture.png(),
    svg: () => new Blob([svg(drawingOf(scene), places)], { type: "image/svg+xml" }),
    graphml: () => new Blob([graphml(things, statements)], { type: "application/xml" }),
    csv: () => new Blob([csv(things, statements)], { type: "text/csv" }),
  };
  const make = files[format];
  if (!make) return;
  const link = element(page, "a", { href: URL.createObjectURL(make()), download: `jakgraph.${format}` });
  link.click();
  URL.revokeObjectURL(link.href);
}
