import { describe, expect, test } from "vitest";
import { UNLINKED, delayMilliseconds, duty, linkAfter, shownState } from "./link";

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
    expect(duty(online, 3000)).toBeNull();
    expect(duty(online, 3100)).toBe("ping");
    expect(duty(linkAfter(online, { kind: "pinged", wall: 3100 }), 3300)).toBeNull();
    expect(duty(online, 8000)).toBe("ping");
    expect(duty(online, 8100)).toBe("drop");
  });

  test("gives up on an attempt that is never answered", () => {
    expect(duty(linkAfter(UNLINKED, { kind: "attempted", wall: 0 }), 8000)).toBe("drop");
  });

  test("asks at once after a sleep, however long, and gives up soon if nobody answers", () => {
    const woken = linkAfter(online, { kind: "woke", wall: 60_000 });
    expect(duty(woken, 60_000)).toBe("ping");
    const asked = linkAfter(woken, { kind: "pinged", wall: 60_000 });
    expect(duty(asked, 62_900)).toBeNull();
    expect(duty(asked, 63_000)).toBe("drop");
    expect(duty(linkAfter(asked, { kind: "heard", wall: 60_100 }), 63_000)).toBeNull();
  });

  test("tries again at once when it wakes while waiting", () => {
    expect(duty(linkAfter(lost, { kind: "woke", wall: 1100 }), 1100)).toBe("attempt");
  });

  test("leaves an attempt the time that it has when the page wakes", () => {
    const attempted = linkAfter(lost, { kind: "attempted", wall: 2000 });
    expect(duty(linkAfter(attempted, { kind: "woke", wall: 2100 }), 9900)).toBeNull();
    expect(duty(linkAfter(attempted, { kind: "woke", wall: 60_000 }), 60_100)).toBeNull();
  });

  test("is shown as on the way back through all attempts, until the village speaks", () => {
    const again = linkAfter(lost, { kind: "attempted", wall: 2000 });
    expect(shownState(linkAfter(UNLINKED, { kind: "attempted", wall: 0 }))).toBe("connecting");
    expect([lost, again].map(shownState)).toEqual(["waiting", "waiting"]);
    expect(shownState(linkAfter(again, { kind: "heard", wall: 2100 }))).toBe("online");
  });
});
