/** Named scenes: logs of operations that the reader keeps in the browser's storage, and as files. Pure but for the storage. */

/** A picture that was kept: the steps that led to it, as a link writes them, and the revision of the data. */
export interface NamedScene {
  readonly title: string;
  readonly log: string;
  readonly revision: string;
  /** The day on which it was kept, as 2026-11-24. */
  readonly kept: string;
}

/** Why a scene cannot be kept or read, in words for the reader. */
export class SceneProblem extends Error {}

const FORMAT = "JAKgraph scene";
const VERSION = 1;
const KEY = "jakgraph.scenes";
const LONGEST_TITLE = 120;
export const LARGEST_FILE = 100_000;

/** The scenes in a storage, by title; where there is no storage, keeping one is a problem and listing gives none. */
export class Scenes {
  readonly #storage: () => Storage;

  /** The storage is asked for each time: a browser that keeps nothing throws as soon as it is named. */
  constructor(storage: () => Storage) {
    this.#storage = storage;
  }

  list(): NamedScene[] {
    return this.#read().sort((a, b) => a.title.localeCompare(b.title, "en"));
  }

  find(title: string): NamedScene | undefined {
    return this.#read().find((scene) => scene.title === title);
  }

  /** Keep a scene; one of the same title gives way to it. */
  keep(scene: NamedScene): void {
    this.#write([...this.#read().filter((other) => other.title !== scene.title), scene]);
  }

  rename(title: string, wanted: string): void {
    const scene = this.find(title);
    if (!scene) return;
    const named = { ...scene, title: checkedTitle(wanted) };
    if (named.title !== title && this.find(named.title)) throw new SceneProblem(`There is a scene "${named.title}" already: choose another name.`);
    this.#write([...this.#read().filter((other) => other.title !== title), named]);
  }

  remove(title: string): void {
    this.#write(this.#read().filter((scene) => scene.title !== title));
  }

  #read(): NamedScene[] {
    try {
      const kept: unknown = JSON.parse(this.#storage().getItem(KEY) ?? "[]");
      return Array.isArray(kept) ? kept.flatMap((item) => sceneIn(item) ?? []) : [];
    } catch {
      return []; // nothing is kept here, or by nobody that we know
    }
  }

  #write(scenes: readonly NamedScene[]): void {
    try {
      this.#storage().setItem(KEY, JSON.stringify(scenes));
    } catch {
      throw new SceneProblem("Your browser keeps nothing for this site, or has no room left. Save the scene as a file instead.");
    }
  }
}

/** A title as it is kept. Throws SceneProblem where there is none. */
export function checkedTitle(text: string): string {
  const title = text.trim().replaceAll(/\s+/g, " ").slice(0, LONGEST_TITLE);
  if (title === "") throw new SceneProblem("Give the scene a name.");
  return title;
}

/** A scene as the text of a file. */
export function fileOf(scene: NamedScene): string {
  return `${JSON.stringify({ format: FORMAT, version: VERSION, ...scene }, null, 2)}\n`;
}

/** The name of a scene's file. */
export function fileName(title: string): string {
  const plain = title.toLowerCase().replaceAll(/[^a-z0-9]+/g, "-").replaceAll(/^-+|-+$/g, "");
  return `${plain || "scene"}.jakgraph.json`;
}

/** The scene in the text of a file. Throws SceneProblem that says what is wrong with it. */
export function sceneOf(text: string): NamedScene {
  let read: unknown;
  try {
    read = JSON.parse(text);
  } catch {
    throw new SceneProblem("This file is no scene: it is not JSON.");
  }
  if (!isRecord(read) || read.format !== FORMAT) throw new SceneProblem(`This file is no scene: it does not say that its format is "${FORMAT}".`);
  if (read.version !== VERSION) throw new SceneProblem(`This scene is of version ${String(read.version)}, which this page cannot read.`);
  const scene = sceneIn(read);
  if (!scene) throw new SceneProblem("This scene is damaged: title, log or revision are missing.");
  return scene;
}

function sceneIn(value: unknown): NamedScene | null {
  if (!isRecord(value)) return null;
  const { title, log, revision, kept } = value;
  if (typeof title !== "string" || typeof log !== "string" || typeof revision !== "string" || title.trim() === "" || log === "") return null;
  return { title: title.slice(0, LONGEST_TITLE), log, revision, kept: typeof kept === "string" ? kept.slice(0, 10) : "" };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
