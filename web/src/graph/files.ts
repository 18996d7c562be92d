/** Files of the picture to take home: which formats there are, and the download. */

import { element } from "./dom.ts";
import { csv, graphml, svg } from "./exporting.ts";
import type { Picture } from "./picture.ts";
import { bundles, type Scene } from "./scene.ts";

/** Let the reader keep what is shown, in one of the formats; an unknown one is none. */
export function takeHome(page: Document, format: string, scene: Scene, picture: Picture): void {
  const things = scene.shownThings;
  const statements = scene.shownStatements;
  const files: Readonly<Record<string, () => Blob>> = {
    png: () => picture.png(),
    svg: () => new Blob([svg(things, bundles(statements), picture.places())], { type: "image/svg+xml" }),
    graphml: () => new Blob([graphml(things, statements)], { type: "application/xml" }),
    csv: () => new Blob([csv(things, statements)], { type: "text/csv" }),
  };
  const make = files[format];
  if (!make) return;
  const link = element(page, "a", { href: URL.createObjectURL(make()), download: `jakgraph.${format}` });
  link.click();
  URL.revokeObjectURL(link.href);
}
