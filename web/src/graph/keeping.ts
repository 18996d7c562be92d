/** The menu of named scenes: what fills it is loaded when it is opened, or when a file is dropped on the picture. */

import { byId } from "./dom.ts";
import type { ScenePanel, Stage } from "./scenepanel.ts";

export function offerScenes(page: Document, stage: Stage): void {
  const menu = byId(page, "scenes") as HTMLDetailsElement;
  const place = byId(page, "scenes-kept");
  let panel: Promise<ScenePanel> | undefined;
  const load = (): Promise<ScenePanel> => (panel ??= import("./scenepanel.ts").then(({ ScenePanel }) => new ScenePanel(place, stage)));
  menu.addEventListener("toggle", () => {
    if (menu.open) void load();
  });
  const picture = byId(page, "picture");
  picture.addEventListener("dragover", (event) => {
    if (event.dataTransfer?.types.includes("Files")) event.preventDefault(); // else nothing can be dropped here
  });
  picture.addEventListener("drop", (event) => {
    const [file] = event.dataTransfer?.files ?? [];
    if (!file) return;
    event.preventDefault();
    void load().then((scenes) => scenes.openFile(file));
  });
}
