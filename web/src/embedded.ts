/** Pictures within a page: loaded when the first of them is opened, it draws each that is open or is opened later. */

import { embed } from "./graph/embedded.ts";

for (const place of document.querySelectorAll<HTMLDetailsElement>("details[data-picture]")) {
  if (place.open) void embed(place);
  else {
    place.addEventListener("toggle", () => {
      void embed(place);
    }, { once: true });
  }
}
