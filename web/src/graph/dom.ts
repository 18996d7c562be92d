/** Makes elements: no text becomes markup. */

export function element<Name extends keyof HTMLElementTagNameMap>(
  page: Document,
  name: Name,
  properties: Partial<Record<string, string>> = {},
  ...content: readonly (Node | string)[]
): HTMLElementTagNameMap[Name] {
  const made = page.createElement(name);
  for (const [key, value] of Object.entries(properties)) {
    if (value !== undefined) made.setAttribute(key, value);
  }
  made.append(...content);
  return made;
}

export function button(page: Document, text: string, act: () => void): HTMLButtonElement {
  const made = element(page, "button", { type: "button" }, text);
  made.addEventListener("click", act);
  return made;
}

export function byId(page: Document, id: string): HTMLElement {
  const found = page.getElementById(id);
  if (!found) throw new Error(`the page has no #${id}`);
  return found;
}

const FOCUSABLE = "button:not(:disabled), a[href], input, select, summary";

/** Put other content into a place; who had the keyboard's focus there has it on the same control, or on the next. */
export function replaceKeepingFocus(place: HTMLElement, content: readonly Node[]): void {
  const controls = (): HTMLElement[] => [...place.querySelectorAll<HTMLElement>(FOCUSABLE)];
  const focused = place.contains(place.ownerDocument.activeElement) ? (place.ownerDocument.activeElement as HTMLElement) : null;
  const number = focused ? controls().indexOf(focused) : -1;
  const key = focused ? keyOf(focused) : "";
  place.replaceChildren(...content);
  if (!focused) return;
  const now = controls();
  const same = key ? now.find((control) => keyOf(control) === key) : undefined;
  (same ?? now[Math.min(Math.max(number, 0), now.length - 1)])?.focus({ preventScroll: true });
}

function keyOf(control: HTMLElement): string {
  return [control.id, control.dataset.key, control.getAttribute("aria-label")].find(Boolean) ?? "";
}
