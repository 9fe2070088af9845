import { describe, expect, test } from "vitest";
import { amongMost } from "./camera";

const REACH = { across: 5, down: 5 };
const AWAKE = { state: "idle" } as const;
const alone = { ...AWAKE, x: 50, y: 30 };
const pair = [
  { ...AWAKE, x: 10, y: 10 },
  { ...AWAKE, x: 12, y: 11 },
] as const;
const sleepers = [0, 1, 2].map((x) => ({ state: "sleeping", x, y: 40 }) as const);

describe("the first look", () => {
  test("goes where most people are, and not to the middle between them", () => {
    expect(amongMost([alone, ...pair], REACH)).toBe(pair[0]);
  });

  test("prefers people who are awake, however many sleep elsewhere", () => {
    expect(amongMost([...sleepers, alone, ...pair], REACH)).toBe(pair[0]);
  });

  test("goes to sleepers where all sleep, and nowhere where nobody is", () => {
    expect(amongMost(sleepers, REACH)).toBe(sleepers[0]);
    expect(amongMost([], REACH)).toBeUndefined();
  });
});
