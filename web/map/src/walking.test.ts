import { describe, expect, test } from "vitest";
import type { AgentView, Tile } from "./protocol";
import { agentStance, facingBetween, stanceOnPath, visitorStance } from "./walking";

const PATH: Tile[] = [
  [10, 10],
  [11, 10],
  [11, 11],
];
const WALKER: AgentView = {
  id: "farmer",
  name: { zh: "", en: "" },
  role: { zh: "", en: "" },
  at: [11, 11],
  facing: "left",
  walk: { path: PATH, start: 100, seconds_per_tile: 10 },
  state: "idle",
};

describe("a walk", () => {
  test("has not begun before its start", () => {
    expect(agentStance(WALKER, 90)).toMatchObject({ x: 10, y: 10, facing: "right", walking: false });
  });

  test("is between two tiles in between, looking ahead", () => {
    expect(agentStance(WALKER, 105)).toMatchObject({ x: 10.5, y: 10, facing: "right", walking: true, walked: 0.5 });
    expect(agentStance(WALKER, 115)).toMatchObject({ x: 11, y: 10.5, facing: "down", walking: true, walked: 1.5 });
  });

  test("ends on its last tile, looking where the walker was told to", () => {
    expect(agentStance(WALKER, 120)).toMatchObject({ x: 11, y: 11, facing: "left", walking: false });
    expect(agentStance(WALKER, 9999)).toMatchObject({ x: 11, y: 11, walking: false });
  });

  test("is drawn to its last instant though it is known what came after", () => {
    const past = [{ until: 115, at: [10, 10] as Tile, facing: "left" as const, walk: WALKER.walk ?? null }];
    const stopped: AgentView = { ...WALKER, at: [11, 10], walk: null };
    expect(agentStance(stopped, 114, past)).toMatchObject({ x: 11, y: 10.4, walking: true });
    expect(agentStance(stopped, 115, past)).toMatchObject({ x: 11, y: 10, walking: false });
  });

  test("of a single tile is standing there", () => {
    expect(stanceOnPath([[3, 4]], 0.5, "up")).toMatchObject({ x: 3, y: 4, facing: "up", walking: false });
  });

  test("is none for somebody who stands", () => {
    expect(agentStance({ ...WALKER, walk: null }, 105)).toMatchObject({ x: 11, y: 11, facing: "left" });
  });
});

describe("a visitor", () => {
  test("walks four tiles a wall second at any pace", () => {
    const visitor = { id: "v-1", name: "", at: [11, 11] as Tile, path: PATH, startedAt: 1000 };
    expect(visitorStance(visitor, 1125)).toMatchObject({ x: 10.5, y: 10, walking: true });
    expect(visitorStance(visitor, 1500)).toMatchObject({ x: 11, y: 11, walking: false, facing: "down" });
  });
});

test("the way between two tiles is sideways on a diagonal, and none on the spot", () => {
  expect(facingBetween([1, 1], [0, 2])).toBe("left");
  expect(facingBetween([1, 1], [1, 0])).toBe("up");
  expect(facingBetween([1, 1], [1, 1])).toBeNull();
});
