/** The key "/" goes to the search box. */

/** Where text is typed, a key is a letter: elements that take the keys for themselves. */
const TAKES_TEXT = "input, textarea, select, [contenteditable]:not([contenteditable='false'])";

/** What tells whether a key was meant for the page. */
export interface KeyPress {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  readonly defaultPrevented: boolean;
}

/** Tell whether this key asks for the search box; `typing`: the focus is where text is entered. */
export function asksForSearch(press: KeyPress, typing: boolean): boolean {
  const plain = !press.ctrlKey && !press.metaKey && !press.altKey;
  return press.key === "/" && plain && !typing && !press.defaultPrevented;
}

/** Let "/" focus the page's search box and select what is in it; a page without one keeps the key. */
export function focusSearchOnSlash(page: Document): void {
  const box = page.querySelector<HTMLInputElement>("input[type='search']");
  if (!box) return;
  box.setAttribute("aria-keyshortcuts", "/");
  page.addEventListener("keydown", (event) => {
    const typing = event.target instanceof Element && event.target.closest(TAKES_TEXT) !== null;
    if (!asksForSearch(event, typing)) return;
    event.preventDefault();
    box.focus();
    box.select();
  });
}
