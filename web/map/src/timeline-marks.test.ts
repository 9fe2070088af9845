import { expect, test } from "vitest";
import type { Mark } from "./recording";
import { HANDLE_RADIUS, pathOf, placeOf, timeAtPlace } from "./timeline-marks";

const DAY = { start: 0, end: 86_400 };
const talk: Mark = { kind: "conversation", time: 43_200, until: 43_300, agents: ["farmer", "teacher"], place: "square", text: null };

test("a time lies where the handle's middle is", () => {
  expect(placeOf(0, DAY, 400)).toBe(HANDLE_RADIUS);
  expect(placeOf(43_200, DAY, 400)).toBe(200);
  expect(placeOf(999_999, DAY, 400)).toBe(400 - HANDLE_RADIUS);
});

test.each([0, 10_000, 86_400])("the place of %i leads back to it", (time) => {
  expect(timeAtPlace(placeOf(time, DAY, 400), DAY, 400)).toBeCloseTo(time);
});

test("a recording of one moment has all its places at the beginning", () => {
  expect(placeOf(5, { start: 5, end: 5 }, 400)).toBe(HANDLE_RADIUS);
});

test("a talk is a stroke, a night a box, each in the path of its kind", () => {
  const night: Mark = { ...talk, kind: "asleep", time: 0, until: 21_600, agents: [] };
  expect(pathOf([talk, night], "conversation", DAY, 400, 100)).toBe("M200.0 56V94");
  expect(pathOf([talk, night], "asleep", DAY, 400, 100)).toBe("M9.0 0H104.5V100H9.0Z");
});

test("what can't be told apart is drawn once", () => {
  const same = { ...talk, time: talk.time + 1 };
  expect(pathOf([talk, same], "conversation", DAY, 400, 100)).toBe("M200.0 56V94");
});
