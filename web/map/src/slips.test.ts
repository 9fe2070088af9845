import { describe, expect, test } from "vitest";
import { type Placement, type Slip, placements } from "./slips";

const WIDE = { left: -10_000, right: 10_000, top: -10_000 };
const slip = (x: number, y: number): Slip => ({ x, y, width: 100, height: 40 });

function overlap(one: Placement, other: Placement): boolean {
  return Math.abs(one.left - other.left) < 100 && Math.abs(one.top - other.top) < 40;
}

describe("a bubble", () => {
  test("stands over its speaker's head, with the tail in the middle", () => {
    expect(placements([slip(200, 300)], [], WIDE)).toEqual([{ left: 150, top: 260, lift: 0, tail: 50 }]);
  });

  test("makes room for another one", () => {
    const [one, other] = placements([slip(200, 300), slip(230, 310)], [], WIDE) as [Placement, Placement];
    expect(overlap(one, other)).toBe(false);
  });

  test("does not cover somebody who speaks", () => {
    const body = { x: 200, y: 290, width: 24, height: 50 };
    const [placed] = placements([slip(200, 300)], [body], WIDE) as [Placement];
    const isClear = placed.top + 40 <= 240 || placed.left >= 212 || placed.left + 100 <= 188;
    expect(isClear).toBe(true);
  });

  test("is moved inwards at the edge, its tail still at the speaker", () => {
    const [placed] = placements([slip(590, 300)], [], { left: 0, right: 600, top: 0 }) as [Placement];
    expect(placed.left + 100).toBeLessThanOrEqual(600);
    expect(placed.tail).toBeGreaterThan(50);
  });

  test("is kept below the upper edge while its speaker is in sight", () => {
    const sight = { ...WIDE, top: 0 };
    expect(placements([slip(200, 20)], [], sight)[0]?.top).toBeGreaterThan(0);
    expect(placements([slip(200, -20)], [], sight)[0]?.top).toBe(-60);
  });

  test("stays in place in a crowd that leaves no room", () => {
    const crowd = Array.from({ length: 12 }, () => slip(200, 300));
    const lifts = placements(crowd, [], WIDE).map(({ lift }) => lift);
    expect(Math.max(...lifts)).toBeLessThanOrEqual(150);
  });
});
