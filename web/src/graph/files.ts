/** Files of the picture to take home: what writes them is loaded when somebody asks for the first. */

import { download } from "./download.ts";
import type { Picture } from "./picture.ts";
import type { Session } from "./session.ts";

/** What is shown, and where it stands. */
export interface Shown {
  readonly session: Session;
  readonly picture: Picture;
}

/** Let the reader keep what is shown, in one of the formats; an unknown one is none. Throws what the server throws. */
export async function takeHome(page: Document, format: string, { session, picture }: Shown, origin: DOMStringMap): Promise<void> {
  const { fileOf } = await import("./formats.ts");
  const { scene, drawing, places } = session;
  const shown = { things: scene.shownThings, statements: scene.shownStatements, drawing, places, picture };
  const file = await fileOf(format, shown, { page, sparql: origin.sparql ?? "", caption: origin.caption ?? "" });
  if (file) download(page, file, `jakgraph.${format}`);
}
