import { describe, expect, test } from "vitest";
import golden from "../../../tests/golden/messages.json";
import { figureAt } from "./figure-painter";
import { lightsOf } from "./lights";
import type { ServerMessage } from "./protocol";
import { sceneOf } from "./scene";
import { audibleSpeeches, MAXIMUM_BUBBLES } from "./speech";
import { EMPTY_VIEW, type Speech, reduce } from "./view";

const snapshot = golden.server.find(({ type }) => type === "snapshot") as ServerMessage;
const view = reduce(EMPTY_VIEW, snapshot, 0);
const scene = sceneOf(view, 28_800, 0);

describe("the scene", () => {
  test("holds everyone, the nearest to the eye last", () => {
    expect(scene.map(({ id }) => id)).toEqual(["farmer", "teacher", "v-5eed0001"]);
  });

  test("finds who stands under a pointer, the frontmost first", () => {
    const easel = { origin: { x: 0, y: 0 }, scale: 2 };
    expect(figureAt({ x: 20 * 32 + 16, y: 13 * 32 - 20 }, scene, easel, 16)?.id).toBe("teacher");
    expect(figureAt({ x: 5, y: 5 }, scene, easel, 16)).toBeNull();
  });

  test("has a lantern for whoever is awake, and light in the room they are in", () => {
    const room = { id: "home", area: [19, 11, 4, 4] as [number, number, number, number] };
    const sleeping = scene.map((figure) => ({ ...figure, state: "sleeping" as const }));
    expect(lightsOf(scene, [room])).toHaveLength(scene.length + 1);
    expect(lightsOf(sleeping, [room])).toEqual([]);
  });
});

describe("words in the air", () => {
  const speech = (agent: string, saidAt: number, until = 0): [string, Speech] => [
    agent,
    { agent, text: { zh: "好", en: "Good" }, source: "rule", until, saidAt, event: null },
  ];

  test("stay long enough to be read, however fast the village runs", () => {
    const speeches = new Map([speech("farmer", 1000)]);
    expect(audibleSpeeches(speeches, 99_999, 2000)).toHaveLength(1);
    expect(audibleSpeeches(speeches, 99_999, 9000)).toHaveLength(0);
  });

  test("stay as long as the village says, however slow it runs", () => {
    expect(audibleSpeeches(new Map([speech("farmer", 0, 500)]), 499, 60_000)).toHaveLength(1);
  });

  test("are at most a few at once, the newest", () => {
    const speeches = new Map(Array.from({ length: 9 }, (_, index) => speech(`agent${index}`, index)));
    const audible = audibleSpeeches(speeches, 0, 10);
    expect(audible).toHaveLength(MAXIMUM_BUBBLES);
    expect(audible[0]?.agent).toBe("agent8");
  });
});
