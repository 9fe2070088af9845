// What the connection to the village does next: a pure machine, so that every turn of it can be tested.
//
// `connection.ts` owns the socket and the timers and does what this says.

export type LinkState = "connecting" | "online" | "waiting";

export interface Link {
  state: LinkState;
  /** Attempts since the last success. */
  failures: number;
  /** Wall time (milliseconds) of the next attempt, while waiting. */
  retryAt: number;
  /** Wall time at which to ask for a sign of life, while online. */
  pingAt: number;
  /** Wall time at which to give up, if nothing is heard by then. */
  deadAt: number;
}

export type LinkEvent =
  | { kind: "attempted"; wall: number }
  | { kind: "heard"; wall: number }
  | { kind: "pinged"; wall: number }
  | { kind: "woke"; wall: number }
  | { kind: "closed"; wall: number; spread: number };

const FIRST_DELAY_MILLISECONDS = 500;
const LONGEST_DELAY_MILLISECONDS = 15_000;
/** Back-off is stretched by up to this share, so that many pages do not return at one instant. */
const SPREAD_SHARE = 0.3;
/** The village tells the time every second, paused or not: quiet for longer is a reason to ask. */
const PING_AFTER_MILLISECONDS = 3000;
const DEAD_AFTER_MILLISECONDS = 8000;
/** A page that comes back from sleep asks at once, and waits no longer than this for the answer. */
const DEAD_AFTER_WAKING_MILLISECONDS = 3000;

export const UNLINKED: Link = { state: "connecting", failures: 0, retryAt: 0, pingAt: 0, deadAt: 0 };

/** How long to wait after that many failures; `spread` is a number from 0 to 1. */
export function delayMilliseconds(failures: number, spread: number): number {
  const doubled = FIRST_DELAY_MILLISECONDS * 2 ** Math.max(0, failures - 1);
  return Math.min(LONGEST_DELAY_MILLISECONDS, doubled) * (1 + SPREAD_SHARE * spread);
}

export function linkAfter(link: Link, event: LinkEvent): Link {
  const { wall } = event;
  switch (event.kind) {
    case "attempted":
      return { ...link, state: "connecting", deadAt: wall + DEAD_AFTER_MILLISECONDS };
    case "heard":
      return { ...link, state: "online", failures: 0, ...patience(wall) };
    case "pinged":
      return { ...link, pingAt: wall + PING_AFTER_MILLISECONDS };
    case "woke": {
      const soon = wall + DEAD_AFTER_WAKING_MILLISECONDS;
      // An attempt under way keeps the time that it has left.
      const deadAt = link.state === "connecting" ? Math.max(link.deadAt, soon) : soon;
      return { ...link, retryAt: wall, pingAt: wall, deadAt };
    }
    case "closed": {
      const failures = link.failures + 1;
      return { ...link, state: "waiting", failures, retryAt: wall + delayMilliseconds(failures, event.spread) };
    }
  }
}

/** What is due at a wall time: try again, ask for a sign of life, or give the silent connection up. */
export function duty(link: Link, wall: number): "attempt" | "ping" | "drop" | null {
  if (link.state === "waiting") return wall >= link.retryAt ? "attempt" : null;
  if (wall >= link.deadAt) return "drop";
  return link.state === "online" && wall >= link.pingAt ? "ping" : null;
}

/** What to tell people: who was cut off is on the way back, however often it is tried, until the village speaks. */
export function shownState({ state, failures }: Link): LinkState {
  return state === "connecting" && failures > 0 ? "waiting" : state;
}

function patience(wall: number): Pick<Link, "pingAt" | "deadAt"> {
  return { pingAt: wall + PING_AFTER_MILLISECONDS, deadAt: wall + DEAD_AFTER_MILLISECONDS };
}
