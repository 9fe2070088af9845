import { describe, expect, test } from "vitest";
import { UNLINKED, delayMilliseconds, duty, linkAfter } from "./link";

const online = linkAfter(linkAfter(UNLINKED, { kind: "attempted", wall: 0 }), { kind: "heard", wall: 100 });
const lost = linkAfter(online, { kind: "closed", wall: 1000, spread: 0 });

describe("the link", () => {
  test("is online once the village has spoken", () => {
    expect(online).toMatchObject({ state: "online", failures: 0 });
  });

  test("waits longer after each failure, up to a limit", () => {
    const delays = [1, 2, 3, 4, 10, 50].map((failures) => delayMilliseconds(failures, 0));
    expect(delays).toEqual([500, 1000, 2000, 4000, 15_000, 15_000]);
  });

  test("spreads the returns of many pages", () => {
    expect(delayMilliseconds(3, 1)).toBeGreaterThan(delayMilliseconds(3, 0));
  });

  test("tries again when the wait is over, not before", () => {
    expect(duty(lost, 1400)).toBeNull();
    expect(duty(lost, 1500)).toBe("attempt");
  });

  test("forgets its failures once the village speaks again", () => {
    expect(linkAfter(lost, { kind: "heard", wall: 2000 }).failures).toBe(0);
  });

  test("asks for a sign of life in the quiet, and gives up on silence", () => {
    expect(duty(online, 5000)).toBeNull();
    expect(duty(online, 10_200)).toBe("ping");
    expect(duty({ ...online, pingedAt: 10_200 }, 10_400)).toBeNull();
    expect(duty(online, 30_200)).toBe("drop");
  });

  test("gives up on an attempt that is never answered", () => {
    expect(duty(linkAfter(UNLINKED, { kind: "attempted", wall: 0 }), 30_100)).toBe("drop");
  });
});
