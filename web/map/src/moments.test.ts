import { describe, expect, test } from "vitest";
import { midnights, momentNear, momentsOf, nextMoment, previousMoment, timeForAddress, timeFromAddress } from "./moments";
import type { Mark, MarkKind } from "./recording";

const DAY = 86_400;

function mark(kind: MarkKind, time: number): Mark {
  return { kind, time, until: time + 60, agents: ["farmer", "teacher"], place: null, text: null };
}

describe("moments", () => {
  const moments = momentsOf([mark("conversation", 5000), mark("asleep", 100), mark("news", 1000), mark("visit", 3000)]);

  test("are in order of time, and no night is one", () => {
    expect(moments.map(({ kind }) => kind)).toEqual(["news", "visit", "conversation"]);
  });

  test("follow each other, and what is on show is passed over", () => {
    expect(nextMoment(moments, 0)?.time).toBe(1000);
    expect(nextMoment(moments, 1001)?.time).toBe(3000);
    expect(nextMoment(moments, 2950)?.time).toBe(5000);
    expect(nextMoment(moments, 5001)).toBeNull();
  });

  test("are found backwards from one to the one before", () => {
    expect(previousMoment(moments, 9000)?.time).toBe(5000);
    expect(previousMoment(moments, 5001)?.time).toBe(3000);
    expect(previousMoment(moments, 1001)).toBeNull();
  });

  test("are meant by who points near to them, talks first", () => {
    const crowded = [mark("news", 1010), mark("conversation", 1040), mark("conversation", 1200)];
    expect(momentNear(crowded, 1012, 50)?.time).toBe(1040);
    expect(momentNear(crowded, 1012, 10)?.kind).toBe("news");
    expect(momentNear(crowded, 600, 50)).toBeNull();
  });
});

test("midnights are those within a stretch, its ends included", () => {
  expect(midnights(23_400, 3 * DAY)).toEqual([DAY, 2 * DAY, 3 * DAY]);
  expect(midnights(23_400, 60_000)).toEqual([]);
});

test("a time is written in an address as it is read from one", () => {
  expect(timeFromAddress("1d09:00")).toBe(32_400);
  expect(timeForAddress(32_400)).toBe("1d09:00");
  expect(timeForAddress(timeFromAddress("12d23:59") as number)).toBe("12d23:59");
});

test.each([null, "", "0d09:00", "1d24:00", "1d09:60", "noon", "1d09:00:00"])("%s is no time in an address", (text) => {
  expect(timeFromAddress(text)).toBeNull();
});
