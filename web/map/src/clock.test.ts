import { describe, expect, test } from "vitest";
import { STOPPED_CLOCK, type ViewClock, correctClock, dayAndTime, readClock, timeOfDay } from "./clock";

const START: ViewClock = { time: 1000, wall: 0, pace: 30, steering: 0 };

describe("the view clock", () => {
  test("runs at the village's pace between messages", () => {
    expect(readClock(START, 500)).toBeCloseTo(1015);
  });

  test("stands still while the village is paused", () => {
    const paused = correctClock(START, 1030, 0, 1000);
    expect(readClock(paused, 60_000)).toBeCloseTo(1030);
  });

  test("shows the village a moment late while it goes, and where it is when it stands", () => {
    const late = correctClock(STOPPED_CLOCK, 1000, 40, 0);
    expect(readClock(late, 0)).toBe(990);
    expect(readClock(correctClock(late, 1000, 0, 100), 2000)).toBe(1000);
  });

  test("steers out a small lag within a second, without a jump", () => {
    const corrected = correctClock(START, 1047.5, 30, 1000);
    expect(readClock(corrected, 1000)).toBeCloseTo(1030);
    expect(readClock(corrected, 2000)).toBeCloseTo(1070);
  });

  test("never goes back for a small lead", () => {
    const ahead = correctClock(START, 1017, 30, 1000);
    const readings = Array.from({ length: 30 }, (_, index) => readClock(ahead, 1000 + index * 100));
    expect(readings).toEqual([...readings].sort((one, other) => one - other));
    expect(readings[0]).toBeCloseTo(1030);
  });

  test("jumps when it is further off than the threshold, either way", () => {
    expect(readClock(correctClock(START, 20_000, 30, 1000), 1000)).toBe(19_992.5);
    expect(readClock(correctClock(START, 100, 30, 1000), 1000)).toBe(92.5);
  });

  test("neither jumps nor goes back when a fast village slows down or stops", () => {
    const fast: ViewClock = { time: 10_000, wall: 0, pace: 600, steering: 0 };
    for (const pace of [30, 0]) {
      const slowed = correctClock(fast, 10_080, pace, 200);
      const readings = Array.from({ length: 30 }, (_, index) => readClock(slowed, 200 + index * 100));
      expect(readings[0]).toBe(10_120);
      expect(readings).toEqual([...readings].sort((one, other) => one - other));
    }
  });

  test("leaves a reading within the village's whole second alone", () => {
    const slow: ViewClock = { time: 500.4, wall: 0, pace: 0, steering: 0 };
    expect(correctClock(slow, 500, 0, 0).steering).toBe(0);
  });
});

describe("simulated time in words", () => {
  test("counts days from one", () => {
    expect(dayAndTime(0)).toMatchObject({ day: 1, hour: 0, minute: 0 });
    expect(dayAndTime(86_400 + 6 * 3600 + 5 * 60)).toMatchObject({ day: 2, hour: 6, minute: 5, minuteOfDay: 365 });
  });

  test("writes hours and minutes with two digits", () => {
    expect(timeOfDay(6 * 3600 + 5 * 60 + 59)).toBe("06:05");
  });
});
