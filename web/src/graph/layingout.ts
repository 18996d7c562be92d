/** Layouts by their names: small ones at once, large ones by a worker, so that the page does not stand still. */

import type { LayOut } from "./arrangement.ts";
import { force } from "./force.ts";
import { layered } from "./layers.ts";
import { concentric, grid } from "./layouts.ts";
import type { Layout } from "./operations.ts";
import type { Place, Places, Sketch } from "./placing.ts";

/** What the worker is asked, and what it answers; plain data. */
export interface LayoutQuestion {
  readonly sketch: Sketch;
  readonly pinned: readonly (readonly [string, Place])[];
}
export type LayoutAnswer = readonly (readonly [string, Place])[];

/** More things than this are laid out by forces in the worker. */
const MOST_AT_ONCE = 100;
const SECOND = 1000;

/** Somebody did not want to wait for a layout. */
export class Stopped extends Error {}

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

/** Tells that a layout takes its time: how many things, for how many seconds; null when it is done. */
export type Waiting = (told: { readonly things: number; readonly seconds: number; readonly stop: () => void } | null) => void;

/** The layouts of a page whose worker has this address. */
export function layingOut(address: string, waiting: Waiting): LayOut {
  const trusted = trustedAddress(address);
  return (sketch, layout, pinned) => {
    const isAtOnce = layout !== "force" || sketch.nodes.length <= MOST_AT_ONCE || address === "";
    return isAtOnce ? Promise.resolve(layOutHere(sketch, layout, pinned)) : layOutElsewhere(trusted, { sketch: plain(sketch), pinned: [...pinned] }, waiting);
  };
}

async function layOutElsewhere(address: TrustedAddress, question: LayoutQuestion, waiting: Waiting): Promise<Places> {
  const worker = new Worker(address as string, { type: "module" });
  let timer = 0;
  try {
    return await new Promise<Places>((resolve, reject) => {
      const stop = (): void => {
        reject(new Stopped());
      };
      let seconds = 0;
      const tell = (): void => {
        waiting({ things: question.sketch.nodes.length, seconds, stop });
        seconds += 1;
      };
      tell();
      timer = window.setInterval(tell, SECOND);
      worker.onmessage = ({ data }: MessageEvent<LayoutAnswer>) => {
        resolve(new Map(data));
      };
      worker.onerror = (event) => {
        reject(new Error(`the layout failed: ${event.message}`));
      };
      worker.postMessage(question);
    });
  } finally {
    window.clearInterval(timer);
    worker.terminate();
    waiting(null);
  }
}

/** What a layout needs of a drawing, and nothing that cannot be sent to a worker. */
function plain(sketch: Sketch): Sketch {
  return {
    nodes: sketch.nodes.map(({ id, label, kind, size }) => ({ id, label, kind, size })),
    lines: sketch.lines.map(({ source, target }) => ({ source, target })),
  };
}

/** An address that a browser that trusts no plain text runs a script from; elsewhere the text itself. */
type TrustedAddress = string | { readonly toString: () => string };

interface TrustedTypes {
  createPolicy: (name: string, rules: { createScriptURL: (address: string) => string }) => { createScriptURL: (address: string) => TrustedAddress };
}

function trustedAddress(address: string): TrustedAddress {
  const { trustedTypes } = globalThis as { trustedTypes?: TrustedTypes };
  const policy = trustedTypes?.createPolicy("jakgraph-layout", { createScriptURL: () => address });
  return policy?.createScriptURL(address) ?? address;
}
