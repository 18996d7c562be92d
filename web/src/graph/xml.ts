/** Text within XML: escaped, without the characters that XML does not know. */

const ESCAPES: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

export function xml(text: string): string {
  // eslint-disable-next-line no-control-regex -- these are the characters that are no part of XML 1.0
  return text.replace(/[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/g, "").replace(/[&<>"]/g, (character) => ESCAPES[character] ?? character);
}
