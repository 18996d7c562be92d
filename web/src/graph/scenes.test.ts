import { expect, test } from "vitest";

import { checkedTitle, fileName, fileOf, type NamedScene, sceneOf, SceneProblem, Scenes } from "./scenes.ts";

const SCENE: NamedScene = { title: "Kinases", log: "1;a:drug/baricitinib", revision: "3ba50a1efe3e", kept: "2026-11-24" };

/** A storage that holds so many characters. */
function storage(room = 1000): Storage {
  const kept = new Map<string, string>();
  return {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => {
      if (value.length > room) throw new DOMException("full", "QuotaExceededError");
      kept.set(key, value);
    },
  } as unknown as Storage;
}

function scenes(room?: number): Scenes {
  const kept = storage(room);
  return new Scenes(() => kept);
}

test("scenes are kept by title, listed by title, renamed and deleted", () => {
  const made = scenes();
  made.keep(SCENE);
  made.keep({ ...SCENE, title: "A trial" });
  made.keep({ ...SCENE, log: "1;a:drug/tofacitinib" });
  expect(made.list().map((scene) => scene.title)).toEqual(["A trial", "Kinases"]);
  expect(made.find("Kinases")?.log).toBe("1;a:drug/tofacitinib");
  made.rename("Kinases", "  The   kinases ");
  expect(made.find("The kinases")?.log).toBe("1;a:drug/tofacitinib");
  expect(() => {
    made.rename("The kinases", "A trial");
  }).toThrow('There is a scene "A trial" already');
  made.remove("A trial");
  expect(made.list()).toHaveLength(1);
});

test("a storage that is full, refused or filled by somebody else is no mystery", () => {
  const full = scenes(20);
  expect(() => {
    full.keep(SCENE);
  }).toThrow("has no room left. Save the scene as a file");
  const refused = new Scenes(() => {
    throw new DOMException("denied", "SecurityError");
  });
  expect(refused.list()).toEqual([]);
  expect(() => {
    refused.keep(SCENE);
  }).toThrow(SceneProblem);
  const strange = storage();
  strange.setItem("jakgraph.scenes", '[{"title": 1}, null, "x"]');
  expect(new Scenes(() => strange).list()).toEqual([]);
});

test("a file gives back the scene it was written from", () => {
  expect(sceneOf(fileOf(SCENE))).toEqual(SCENE);
  expect(fileName("What cuts IFN-α?")).toBe("what-cuts-ifn.jakgraph.json");
  expect(fileName("π")).toBe("scene.jakgraph.json");
});

test("a file that is no scene says why", () => {
  expect(() => sceneOf("<svg/>")).toThrow("it is not JSON");
  expect(() => sceneOf("[]")).toThrow("does not say that its format");
  expect(() => sceneOf('{"format": "JAKgraph scene", "version": 9}')).toThrow("version 9");
  expect(() => sceneOf('{"format": "JAKgraph scene", "version": 1, "title": "T", "log": ""}')).toThrow("damaged");
});

test("a scene has a name", () => {
  expect(() => checkedTitle("  ")).toThrow("Give the scene a name");
});
