/** The formats in which a picture is taken home. Loaded when somebody asks for the first file. */

import { cx2 } from "./cx2.ts";
import type { Drawing } from "./drawing.ts";
import { csv, graphml } from "./exporting.ts";
import { inkOf, onPaper } from "./marks.ts";
import type { Statement, Thing } from "./model.ts";
import type { Picture } from "./picture.ts";
import type { Place, Places } from "./placing.ts";
import { captioned, scaleFor } from "./png.ts";
import { Refusal } from "./server.ts";
import { sparqlFor } from "./sparql.ts";
import { svg } from "./svg.ts";

const GOLDEN_ANGLE = Math.PI * (3 - Math.sqrt(5));
const SEED = 40;

/** What is shown, as data and as it is drawn. */
export interface Shown {
  readonly things: readonly Thing[];
  readonly statements: readonly Statement[];
  readonly drawing: Drawing;
  readonly places: Places;
  readonly picture: Picture;
}

/** Where files come from: the page, the endpoint for what the server writes, and of which data they are. */
export interface Origin {
  readonly page: Document;
  readonly sparql: string;
  readonly caption: string;
}

/** The file of a format; null where there is no such format. Throws Refusal where the server gives none. */
export async function fileOf(format: string, shown: Shown, origin: Origin): Promise<Blob | null> {
  const { page, caption } = origin;
  const { things, statements, drawing, places } = shown;
  const ink = inkOf(page, new Set(things.map((thing) => thing.kind)));
  switch (format) {
    case "png": {
      const { picture, scale } = onPaper(page, (paper) => shown.picture.png(paper, scaleFor));
      return captioned(page, picture, caption, scale, ink.text);
    }
    case "svg":
      return new Blob([svg({ ...drawing, places, ink, caption })], { type: "image/svg+xml" });
    case "graphml":
      return new Blob([graphml(things, statements)], { type: "application/xml" });
    case "cx2":
      return new Blob([cx2({ things, statements, places: spread(drawing, places), ink, title: "JAKgraph picture", caption })], { type: "application/json" });
    case "ttl":
      return turtle(origin.sparql, sparqlFor(things, statements));
    case "csv":
      return new Blob([csv(things, statements)], { type: "text/csv" });
    default:
      return null;
  }
}

/** Places of all things: those in a group lie round where it stands, as seeds lie in a flower, so that none hides another. */
export function spread({ grouping }: Pick<Drawing, "grouping">, places: Places): Places {
  const within = grouping.closed.flatMap(({ id, members }) => {
    const middle = places.get(id);
    if (!middle) return [];
    return members.map(({ iri }, number): [string, Place] => [iri, seed(middle, number)]);
  });
  return new Map([...places, ...within]);
}

function seed(middle: Place, number: number): Place {
  const [turn, away] = [number * GOLDEN_ANGLE, SEED * Math.sqrt(number)];
  return { x: Math.round(middle.x + away * Math.cos(turn)), y: Math.round(middle.y + away * Math.sin(turn)) };
}

/** What the query for the picture gives, as the server writes it. */
async function turtle(sparql: string, query: string): Promise<Blob> {
  const response = await fetch(sparql, { method: "POST", headers: { Accept: "text/turtle, application/problem+json" }, body: new URLSearchParams({ query }) });
  if (response.ok) return response.blob();
  const { detail = `The server answered ${response.status}.` } = (await response.json().catch(() => ({}))) as { detail?: string };
  throw new Refusal(detail);
}
