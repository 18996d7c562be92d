/** Files of the picture to take home: which formats there are, and the download. */

import { element } from "./dom.ts";
import { csv, graphml, svg } from "./exporting.ts";
import type { Picture } from "./picture.ts";
import type { Session } from "./session.ts";

/** What is shown, and where it stands. */
export interface Shown {
  readonly session: Session;
  readonly picture: Picture;
}

/** Let the reader keep what is shown, in one of the formats; an unknown one is none. */
export function takeHome(page: Document, format: string, { session, picture }: Shown): void {
  const things = session.scene.shownThings;
  const statements = session.scene.shownStatements;
  const files: Readonly<Record<string, () => Blob>> = {
    png: () => picture.png(),
    svg: () => new Blob([svg(session.drawing, session.places)], { type: "image/svg+xml" }),
    graphml: () => new Blob([graphml(things, statements)], { type: "application/xml" }),
    csv: () => new Blob([csv(things, statements)], { type: "text/csv" }),
  };
  const make = files[format];
  if (!make) return;
  const link = element(page, "a", { href: URL.createObjectURL(make()), download: `jakgraph.${format}` });
  link.click();
  URL.revokeObjectURL(link.href);
}
