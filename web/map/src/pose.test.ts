import { describe, expect, test } from "vitest";
import { frameOf, numberFromName } from "./pose";

const standing = { x: 0, y: 0, facing: "down", walking: false, walked: 0 } as const;
const walking = { ...standing, facing: "left", walking: true } as const;
const idle = { state: "idle", speaking: false, offset: 0 } as const;
const columns = (state: Partial<typeof idle> | object, times: readonly number[]) =>
  new Set(times.map((time) => frameOf(standing, { ...idle, ...state }, time).column));
const SECONDS = Array.from({ length: 40 }, (_, index) => index * 100);

describe("the frame", () => {
  test("has the row of the direction", () => {
    expect(frameOf(standing, idle, 500).row).toBe(0);
    expect(frameOf(walking, idle, 500).row).toBe(1);
  });

  test("steps through the walk by distance, whatever the time", () => {
    const steps = [0, 0.4, 0.8, 1.2, 1.5].map((walked) => frameOf({ ...walking, walked }, idle, 0).column);
    expect(steps).toEqual([0, 1, 2, 3, 0]);
  });

  test("of somebody at leisure blinks now and then", () => {
    expect(columns({}, SECONDS)).toEqual(new Set([0, 4]));
  });

  test("of somebody at work alternates the two work poses", () => {
    expect(columns({ state: "working" }, SECONDS)).toEqual(new Set([6, 7]));
  });

  test("of a speaker moves the mouth, at work too", () => {
    expect(columns({ state: "working", speaking: true }, SECONDS)).toEqual(new Set([0, 5]));
  });

  test("of a sleeper is asleep", () => {
    expect(columns({ state: "sleeping" }, SECONDS)).toEqual(new Set([9]));
  });
});

test("a name gives the same number every time, within the range", () => {
  expect(numberFromName("farmer", 100)).toBe(numberFromName("farmer", 100));
  expect(numberFromName("farmer", 100)).toBeLessThan(100);
  expect(numberFromName("farmer", 10_000)).not.toBe(numberFromName("teacher", 10_000));
});
