/** A worker of its own: lays large pictures out while the page goes on. It is loaded when the first such picture is. */

import { force } from "./graph/force.ts";
import type { LayoutAnswer, LayoutQuestion } from "./graph/layingout.ts";

const worker = globalThis as unknown as { onmessage: (event: MessageEvent<LayoutQuestion>) => void; postMessage: (answer: LayoutAnswer) => void };

worker.onmessage = ({ data: { sketch, pinned } }) => {
  worker.postMessage([...force(sketch, new Map(pinned))]);
};
