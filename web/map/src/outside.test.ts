import { describe, expect, test } from "vitest";
import { DICTIONARIES } from "./dictionary";
import { type OutsideState, lostWords, outsideOf } from "./outside";

const INSIDE: OutsideState = { isKnown: true, isOutdated: false, link: "online", wallTime: 9000, lostAt: null, lostBy: null };
const outside = (change: Partial<OutsideState>) => outsideOf({ ...INSIDE, ...change });

describe("where one is", () => {
  test("is inside while the village speaks", () => {
    expect(outside({}).kind).toBe("inside");
  });

  test("is before the curtain until there is a village", () => {
    expect(outside({ isKnown: false, link: "connecting" })).toMatchObject({ kind: "curtain", words: "loading", offer: "none" });
    expect(outside({ isKnown: false, link: "waiting", lostAt: 4000 })).toMatchObject({
      kind: "curtain",
      words: "reconnecting",
      lostSeconds: 5,
      offer: "tryNow",
    });
  });

  test("is under the banner when a known village is lost, also while it is tried again", () => {
    for (const link of ["waiting", "connecting"] as const) {
      expect(outside({ link, lostAt: 4000 })).toMatchObject({ kind: "banner", words: "reconnecting", lostSeconds: 5 });
    }
  });

  test("goes unmentioned for the moment that a new hello takes", () => {
    expect(outside({ link: "connecting", lostAt: 8900 }).kind).toBe("inside");
    expect(outside({ link: "waiting", lostAt: 8900 }).kind).toBe("banner");
  });

  test.each(["full", "unauthorized", "closing"] as const)("is told with its reason: %s", (lostBy) => {
    expect(outside({ isKnown: false, link: "waiting", lostAt: 1, lostBy }).words).toBe(lostBy);
  });

  test("asks for a new page when the village has moved on", () => {
    expect(outside({ isOutdated: true })).toMatchObject({ kind: "curtain", words: "outdated", offer: "reload" });
  });
});

test("how long one has been away is told in seconds, then in minutes", () => {
  const { en } = DICTIONARIES;
  expect([lostWords(null, en), lostWords(59, en), lostWords(125, en)]).toEqual(["", "Cut off for 59 s", "Cut off for 2 min"]);
});
