/** Gives the reader a file. */

import { element } from "./dom.ts";

export function download(page: Document, content: Blob, name: string): void {
  const link = element(page, "a", { href: URL.createObjectURL(content), download: name });
  link.click();
  URL.revokeObjectURL(link.href);
}
