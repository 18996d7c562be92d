/** The menu of named scenes: keep what is shown under a name, open, rename and delete what was kept, and files of scenes. */

import { button, element } from "./dom.ts";
import { download } from "./download.ts";
import { checkedTitle, fileName, fileOf, LARGEST_FILE, type NamedScene, sceneOf, SceneProblem, Scenes } from "./scenes.ts";

/** The picture that scenes are made of and opened in. */
export interface Stage {
  /** The steps to what is shown, as a link writes them; empty where there are none. */
  readonly log: () => string;
  /** The revision of the data. */
  readonly revision: string;
  /** Show what some steps led to on the data of a revision. */
  readonly open: (log: string, revision: string) => void;
  readonly say: (text: string) => void;
}

export class ScenePanel {
  readonly #place: HTMLElement;
  readonly #stage: Stage;
  readonly #scenes = new Scenes(() => localStorage);
  readonly #list: HTMLElement;
  readonly #name: HTMLInputElement;

  /** Fill a place in the page with the menu. */
  constructor(place: HTMLElement, stage: Stage) {
    this.#place = place;
    this.#stage = stage;
    this.#name = element(this.#page, "input", { id: "scene-name", autocomplete: "off", maxlength: "120" });
    this.#list = element(this.#page, "ul", { class: "scenes" });
    place.replaceChildren(this.#keeper(), this.#list, this.#opener());
    this.#show();
  }

  /** Open the scene in a file. */
  async openFile(file: File): Promise<void> {
    try {
      if (file.size > LARGEST_FILE) throw new SceneProblem("This file is too large for a scene.");
      this.#open(sceneOf(await file.text()));
    } catch (error) {
      this.#fail(error);
    }
  }

  get #page(): Document {
    return this.#place.ownerDocument;
  }

  #keeper(): HTMLElement {
    const form = element(this.#page, "form", {}, element(this.#page, "label", { for: this.#name.id }, "Keep this picture as"), this.#name);
    form.append(element(this.#page, "button", { type: "submit" }, "Keep"), button(this.#page, "Save as file", () => {
      this.#do(() => {
        const scene = this.#shown();
        download(this.#page, new Blob([fileOf(scene)], { type: "application/json" }), fileName(scene.title));
      });
    }));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#do(() => {
        const scene = this.#shown();
        this.#scenes.keep(scene);
        this.#name.value = "";
        this.#stage.say(`The picture is kept as "${scene.title}" in this browser.`);
      });
    });
    return form;
  }

  #opener(): HTMLElement {
    const input = element(this.#page, "input", { id: "scene-file", type: "file", accept: ".json,application/json" });
    input.addEventListener("change", () => {
      const [file] = input.files ?? [];
      if (file) void this.openFile(file);
      input.value = "";
    });
    return element(this.#page, "p", {}, element(this.#page, "label", { for: input.id }, "Open a file"), " ", input);
  }

  /** What is shown, under the name that was typed. Throws SceneProblem. */
  #shown(): NamedScene {
    const log = this.#stage.log();
    if (log === "") throw new SceneProblem("Nothing is in the picture yet.");
    return { title: checkedTitle(this.#name.value), log, revision: this.#stage.revision, kept: new Date().toISOString().slice(0, 10) };
  }

  #show(): void {
    const scenes = this.#scenes.list();
    this.#list.replaceChildren(...scenes.map((scene) => this.#item(scene)));
    this.#list.hidden = scenes.length === 0;
  }

  #item(scene: NamedScene): HTMLElement {
    const item = element(this.#page, "li");
    const opener = button(this.#page, scene.title, () => {
      this.#open(scene);
    });
    opener.className = "name";
    const renamer = button(this.#page, "Rename", () => {
      this.#rename(item, scene);
    });
    const remover = button(this.#page, "Delete", () => {
      this.#do(() => {
        this.#scenes.remove(scene.title);
        this.#stage.say(`"${scene.title}" is deleted.`);
      });
      this.#name.focus();
    });
    renamer.setAttribute("aria-label", `Rename ${scene.title}`);
    remover.setAttribute("aria-label", `Delete ${scene.title}`);
    item.append(opener, element(this.#page, "span", { class: "note" }, scene.kept), renamer, remover);
    return item;
  }

  #rename(item: HTMLElement, scene: NamedScene): void {
    const input = element(this.#page, "input", { value: scene.title, "aria-label": `New name of ${scene.title}`, maxlength: "120" });
    const form = element(this.#page, "form", {}, input, element(this.#page, "button", { type: "submit" }, "Rename"));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#do(() => {
        this.#scenes.rename(scene.title, input.value);
        this.#stage.say(`"${scene.title}" is now called "${input.value.trim()}".`);
      });
    });
    item.replaceChildren(form);
    input.select();
  }

  #open(scene: NamedScene): void {
    this.#stage.open(scene.log, scene.revision);
  }

  /** Do what may not be possible, and show the scenes as they are then. */
  #do(act: () => void): void {
    try {
      act();
      this.#show();
    } catch (error) {
      this.#fail(error);
    }
  }

  #fail(error: unknown): void {
    if (!(error instanceof SceneProblem)) throw error;
    this.#stage.say(error.message);
  }
}
