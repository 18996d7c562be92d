/**
 * Fields suggest things while somebody types: comboboxes with a list, as the ARIA Authoring Practices describe it.
 *
 * A field with `data-suggest`, the address of what is found, leads to the page of what is chosen; without scripts, and with
 * Enter on no suggestion, its form leads to everything found. With `data-take` it takes what is chosen: it gets its name and
 * an event "taken" with the IRI, which whoever made the field listens to.
 */

import { type Answer, announcement, moved, type Part, readAnswer, type Suggestion, webAddress } from "./suggestions.ts";

const WAIT_MILLISECONDS = 120;
const FIELDS = "input[data-suggest]";

/** Let the fields of a page suggest, those too that come into it later. */
export function suggestInFields(page: Document): void {
  for (const box of page.querySelectorAll<HTMLInputElement>(FIELDS)) equip(box);
  page.addEventListener("focusin", ({ target }) => {
    if (target instanceof HTMLInputElement && target.matches(FIELDS)) equip(target);
  });
}

function equip(box: HTMLInputElement): void {
  if (box.form && box.getAttribute("role") !== "combobox") new SuggestingField(box, box.form).listen();
}

class SuggestingField {
  readonly #box: HTMLInputElement;
  readonly #form: HTMLFormElement;
  readonly #list: HTMLUListElement;
  readonly #status: HTMLElement;
  readonly #takes: boolean;
  #answer: Answer | null = null;
  #options: { element: HTMLLIElement; choose: () => void }[] = [];
  #active = -1;
  #timer: number | undefined;
  #asking: AbortController | undefined;

  constructor(box: HTMLInputElement, form: HTMLFormElement) {
    this.#box = box;
    this.#form = form;
    this.#takes = box.dataset.take !== undefined;
    this.#list = make(form, "ul", "suggestions");
    this.#list.id = `${box.id}-suggestions`;
    this.#list.hidden = true;
    this.#list.setAttribute("role", "listbox");
    this.#list.setAttribute("aria-label", "Suggestions");
    this.#status = make(form, "p", "hidden");
    this.#status.setAttribute("role", "status");
    box.setAttribute("role", "combobox");
    box.setAttribute("aria-autocomplete", "list");
    box.setAttribute("aria-controls", this.#list.id);
    box.setAttribute("aria-expanded", "false");
    form.append(this.#list, this.#status);
  }

  listen(): void {
    this.#box.addEventListener("input", () => {
      this.#askSoon();
    });
    this.#box.addEventListener("keydown", (event) => {
      if (!event.isComposing) this.#onKey(event);
    });
    this.#box.addEventListener("blur", () => {
      this.#forget();
    });
    this.#form.addEventListener("submit", () => {
      this.#forget();
    });
    this.#list.addEventListener("mousedown", (event) => {
      event.preventDefault(); // the focus stays in the box
    });
    this.#list.addEventListener("click", (event) => {
      const chosen = this.#options.find(({ element }) => event.target instanceof Node && element.contains(event.target));
      chosen?.choose();
    });
  }

  #askSoon(): void {
    window.clearTimeout(this.#timer);
    this.#asking?.abort();
    const sought = this.#box.value.trim();
    if (sought === "") {
      this.#forget();
      return;
    }
    this.#timer = window.setTimeout(() => {
      void this.#ask(sought);
    }, WAIT_MILLISECONDS);
  }

  async #ask(sought: string): Promise<void> {
    const asking = new AbortController();
    this.#asking = asking;
    const address = new URL(this.#box.dataset.suggest ?? "", this.#box.baseURI);
    address.searchParams.set("q", sought);
    const answer = await fetchAnswer(address, asking.signal).catch(() => null); // the form works all the same
    if (asking.signal.aborted) return; // it comes late: something else is asked for by now
    this.#answer = answer;
    this.#show();
  }

  #show(): void {
    const answer = this.#answer;
    this.#status.textContent = answer ? announcement(answer, this.#takes ? "takes it" : "opens") : "";
    if (!answer || answer.suggestions.length === 0) {
      this.#close();
      return;
    }
    this.#options = answer.suggestions.map((suggestion) => {
      const choose = (): void => {
        if (this.#takes) this.#take(suggestion);
        else this.#open(suggestion.href);
      };
      return { element: this.#optionOf(suggestion), choose };
    });
    if (!this.#takes && answer.count > answer.suggestions.length) {
      const all = make(this.#list, "li", "all");
      all.textContent = `All ${answer.isWhole ? "" : "of more than "}${answer.count.toLocaleString("en")} results`;
      const choose = (): void => {
        this.#open(answer.more);
      };
      this.#options.push({ element: all, choose });
    }
    for (const [number, { element }] of this.#options.entries()) {
      element.id = `${this.#list.id}-${number}`;
      element.setAttribute("role", "option");
    }
    this.#list.replaceChildren(...this.#options.map(({ element }) => element));
    this.#list.hidden = false;
    this.#box.setAttribute("aria-expanded", "true");
    this.#activate(-1);
  }

  #optionOf(suggestion: Suggestion): HTMLLIElement {
    const option = make(this.#list, "li", "");
    if (suggestion.kind !== "" && suggestion.kind !== "term") {
      const mark = make(option, "i", `mark ${suggestion.kind}`);
      mark.setAttribute("aria-hidden", "true");
      option.append(mark);
    }
    const what = make(option, "span", "what");
    what.append(emphasised(option, "label", suggestion.label));
    if (suggestion.why !== "") {
      const reason = emphasised(option, "why", suggestion.reason);
      reason.prepend(`${suggestion.why} `);
      what.append(" ", reason);
    }
    const kind = make(option, "span", "of");
    kind.textContent = suggestion.kindName;
    option.append(what, " ", kind);
    return option;
  }

  #onKey(event: KeyboardEvent): void {
    if (event.key === "Escape" && !this.#list.hidden) {
      event.preventDefault(); // the first Escape closes the list, the next one empties the box
      this.#close();
    } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (this.#list.hidden) this.#show();
      this.#activate(moved(this.#active, this.#options.length, event.key));
    } else if (event.key === "Enter" && !this.#list.hidden) {
      const chosen = this.#options[this.#active];
      if (!chosen) return; // the form leads to everything found
      event.preventDefault();
      chosen.choose();
    }
  }

  #activate(active: number): void {
    this.#active = active;
    for (const [number, { element }] of this.#options.entries()) {
      element.setAttribute("aria-selected", String(number === active));
    }
    const chosen = this.#options[active]?.element;
    if (chosen) {
      this.#box.setAttribute("aria-activedescendant", chosen.id);
      chosen.scrollIntoView({ block: "nearest" });
    } else {
      this.#box.removeAttribute("aria-activedescendant");
    }
  }

  #take(suggestion: Suggestion): void {
    this.#box.value = suggestion.label.map((part) => part.text).join("");
    this.#forget();
    this.#box.dispatchEvent(new CustomEvent("taken", { bubbles: true, detail: suggestion.iri }));
  }

  #open(href: string): void {
    const address = webAddress(href, this.#box.baseURI);
    if (address) window.location.assign(address);
  }

  #close(): void {
    this.#list.hidden = true;
    this.#list.replaceChildren();
    this.#options = [];
    this.#box.setAttribute("aria-expanded", "false");
    this.#activate(-1);
  }

  /** Close, and let no answer that is still under way open the list again. */
  #forget(): void {
    window.clearTimeout(this.#timer);
    this.#asking?.abort();
    this.#answer = null;
    this.#status.textContent = "";
    this.#close();
  }
}

async function fetchAnswer(address: URL, signal: AbortSignal): Promise<Answer | null> {
  const response = await fetch(address, { signal, headers: { Accept: "application/json" } });
  return response.ok ? readAnswer(await response.json()) : null;
}

function make<Name extends keyof HTMLElementTagNameMap>(beside: Element, name: Name, style: string): HTMLElementTagNameMap[Name] {
  const element = beside.ownerDocument.createElement(name);
  if (style !== "") element.className = style;
  return element;
}

function emphasised(beside: Element, style: string, parts: readonly Part[]): HTMLElement {
  const whole = make(beside, "span", style);
  for (const part of parts) {
    if (!part.matched) whole.append(part.text);
    else {
      const mark = make(beside, "mark", "");
      mark.textContent = part.text;
      whole.append(mark);
    }
  }
  return whole;
}
