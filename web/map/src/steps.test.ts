import { expect, test } from "vitest";
import type { MapInfo } from "./protocol";
import { STEP_MILLISECONDS, headingOf, isArrow, stepFrom } from "./steps";

const map: MapInfo = { width: 40, height: 30, tile_size: 16 };

test("keys lead together, and against each other nowhere", () => {
  expect(headingOf(["ArrowUp"])).toEqual([0, -1]);
  expect(headingOf(["ArrowDown", "ArrowRight"])).toEqual([1, 1]);
  expect(headingOf(["ArrowLeft", "ArrowRight"])).toBeNull();
  expect(headingOf([])).toBeNull();
});

test("other keys are no arrows", () => {
  expect([isArrow("ArrowUp"), isArrow("w"), isArrow("toString")]).toEqual([true, false, false]);
});

test("a step goes two tiles ahead of where one is just now", () => {
  expect(stepFrom({ x: 10.4, y: 5 }, [1, 0], map)).toEqual([12, 5]);
  expect(stepFrom({ x: 10, y: 5 }, [-1, 1], map)).toEqual([8, 7]);
});

test("a step ends at the edge of the map, and there is none beyond", () => {
  expect(stepFrom({ x: 38, y: 5 }, [1, 0], map)).toEqual([39, 5]);
  expect(stepFrom({ x: 39, y: 5 }, [1, 0], map)).toBeNull();
});

test("four steps are the most that a second holds", () => {
  expect(1000 / STEP_MILLISECONDS).toBeLessThanOrEqual(4);
});
