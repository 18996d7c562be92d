/** How a line shows what kind of evidence there is: by its width and its strokes, so that no colour is needed. Pure. */

import type { Statement } from "./model.ts";

export type Strokes = "whole" | "long" | "dotted" | "dash-dot" | "pairs" | "dashed";

export interface LineLook {
  readonly width: number;
  readonly strokes: Strokes;
}

export interface EvidenceClass extends LineLook {
  readonly name: string;
  readonly words: string;
  /** The evidence types of it, as the graph keys them. */
  readonly types: readonly string[];
}

/** The strongest first; of a line with several kinds of evidence the first counts. */
export const CLASSES: readonly EvidenceClass[] = [
  { name: "trial", words: "randomised trial", width: 5, strokes: "whole", types: ["randomised-trial", "randomised-trial-primary", "randomised-trial-secondary", "pooled-analysis"] },
  { name: "study", words: "other study of people", width: 3.25, strokes: "whole", types: ["extension", "open-label-trial", "cohort", "clinical-pharmacology"] },
  { name: "case", words: "case report or series", width: 3.25, strokes: "long", types: ["case-series", "case-report"] },
  { name: "laboratory", words: "laboratory measurement", width: 3.25, strokes: "dotted", types: ["in-vitro"] },
  { name: "record", words: "label, register or database", width: 2.25, strokes: "dash-dot", types: ["label", "registry", "database"] },
  { name: "text", words: "review or consensus", width: 1.5, strokes: "whole", types: ["review", "consensus"] },
  { name: "news", words: "press release or news", width: 1.5, strokes: "pairs", types: ["press-release"] },
];
export const STATED: EvidenceClass = { name: "stated", words: "what a thing is or has", width: 2.25, strokes: "whole", types: [] };
export const INFERRED: EvidenceClass = { name: "inferred", words: "inferred from claims", width: 1.25, strokes: "dashed", types: [] };

export const MADE: EvidenceClass = { name: "made", words: "made by a query", width: 1.25, strokes: "dotted", types: [] };

/** Lengths of strokes and gaps, in the units of the picture. */
export const PATTERNS: Readonly<Record<Strokes, readonly number[]>> = {
  whole: [],
  long: [14, 5],
  dotted: [2, 4],
  "dash-dot": [9, 3, 2, 3],
  pairs: [5, 2, 5, 7],
  dashed: [5, 4],
};

/** The class of the strongest evidence for some statements. */
export function classOf(statements: readonly Statement[]): EvidenceClass {
  if (statements.every((item) => item.made)) return MADE;
  if (statements.every((item) => item.inferred)) return INFERRED;
  const types = new Set(statements.map((item) => item.keys?.evidence));
  return CLASSES.find((item) => item.types.some((type) => types.has(type))) ?? STATED;
}
