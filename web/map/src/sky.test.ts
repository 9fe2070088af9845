import { describe, expect, test } from "vitest";
import { darknessAt, skyAt, skyPhase } from "./sky";

describe("the sky", () => {
  test("leaves the map as it is by day", () => {
    expect(skyAt(12 * 60)).toEqual(expect.arrayContaining([255, 255]));
    expect(darknessAt(10 * 60)).toBe(0);
  });

  test("is dark and blue at midnight, at either end of the day", () => {
    const [red, , blue] = skyAt(0);
    expect(blue).toBeGreaterThan(red);
    expect(darknessAt(0)).toBe(1);
    expect(skyAt(24 * 60 - 1)).toEqual(skyAt(0));
  });

  test("is warm at dawn and dusk", () => {
    for (const minute of [6 * 60 + 30, 18 * 60 + 15]) {
      const [red, , blue] = skyAt(minute);
      expect(red).toBeGreaterThan(blue);
    }
  });

  test("never jumps from one minute to the next", () => {
    for (let minute = 1; minute < 24 * 60; minute += 1) {
      expect(Math.abs(darknessAt(minute) - darknessAt(minute - 1))).toBeLessThan(0.03);
    }
  });
});

test("the clock's picture follows the hours", () => {
  expect([0, 6 * 60, 12 * 60, 18 * 60, 22 * 60].map(skyPhase)).toEqual(["night", "dawn", "day", "dusk", "night"]);
});
