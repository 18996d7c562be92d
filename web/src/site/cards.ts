/** Figures marked `data-card` open the card of their claim in place; without scripts they lead to its page. */

const CARD_PREFIX = "card";

/** The address of the card of the claim whose page is at this address; null where the address is no page of a thing. */
export function cardAddress(page: string): string | null {
  const address = new URL(page);
  const parts = address.pathname.split("/");
  const place = parts.lastIndexOf("page");
  if (place < 0 || parts.length < place + 3) return null;
  parts[place] = CARD_PREFIX;
  address.pathname = parts.join("/");
  address.hash = "";
  address.search = "";
  return address.href;
}

/** Let plain clicks on marked links open a dialog; with a modifier key, or when the card cannot be had, they lead on. */
export function openCardsInPlace(page: Document): void {
  page.addEventListener("click", (event) => {
    if (!isPlain(event)) return;
    const link = event.target instanceof Element ? event.target.closest("a[data-card]") : null;
    const href = link && hrefOf(link);
    const address = href && cardAddress(href);
    if (!address) return;
    event.preventDefault();
    if (link.getAttribute("aria-busy") === "true") return; // a double click opens one card
    link.setAttribute("aria-busy", "true");
    void showCard(page, address, href).finally(() => {
      link.removeAttribute("aria-busy");
    });
  });
}

/** Tell whether a click asks for nothing but to follow the link here: no other tab, window or download. */
function isPlain(event: MouseEvent): boolean {
  const withKey = event.ctrlKey || event.metaKey || event.shiftKey || event.altKey;
  return !event.defaultPrevented && event.button === 0 && !withKey;
}

function hrefOf(link: Element): string {
  return link instanceof HTMLAnchorElement ? link.href : new URL(link.getAttribute("href") ?? "", link.baseURI).href;
}

async function showCard(page: Document, address: string, otherwise: string): Promise<void> {
  const card = await fetchCard(address).catch(() => null);
  if (!card) {
    page.location.assign(otherwise);
    return;
  }
  const dialog = page.createElement("dialog");
  dialog.className = "card";
  dialog.setAttribute("aria-label", card.querySelector("h1")?.textContent ?? "Claim");
  const close = page.createElement("button");
  close.type = "button";
  close.className = "close";
  close.textContent = "Close";
  close.addEventListener("click", () => {
    dialog.close();
  });
  renameIds(card);
  dialog.append(close, ...[...card.childNodes].map((node) => page.importNode(node, true)));
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog) dialog.close();
  });
  dialog.addEventListener("close", () => {
    dialog.remove(); // the browser gives the focus back to the figure
  });
  page.body.append(dialog);
  dialog.showModal();
}

/** Give the ids within a card names of their own: the page around it may have the same. */
function renameIds(card: Element): void {
  for (const element of card.querySelectorAll("[id]")) element.id = `${CARD_PREFIX}-${element.id}`;
  for (const element of card.querySelectorAll("[aria-labelledby]")) {
    element.setAttribute("aria-labelledby", `${CARD_PREFIX}-${element.getAttribute("aria-labelledby") ?? ""}`);
  }
}

/** Return the card as a part of a document: the browser parses it, so that no text becomes markup here. */
function fetchCard(address: string): Promise<Element | null> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.responseType = "document";
    request.open("GET", address);
    request.setRequestHeader("Accept", "text/html");
    request.addEventListener("load", () => {
      resolve(request.status === 200 ? (request.responseXML?.querySelector("#card") ?? null) : null);
    });
    request.addEventListener("error", () => {
      reject(new Error(`${address} cannot be reached`));
    });
    request.send();
  });
}
