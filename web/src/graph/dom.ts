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
