// What the connection to the village does next: a pure machine, so that every turn of it can be tested.
//
// `connection.ts` owns the socket and the timers and does what this says.

export type LinkState = "connecting" | "online" | "waiting";

export interface Link {
  state: LinkState;
  /** Attempts since the last success. */
  failures: number;
  /** Wall time (milliseconds) of the last message, or of the attempt. */
  heardAt: number;
  /** Wall time of the next attempt, while waiting. */
  retryAt: number;
  pingedAt: number;
}

export type LinkEvent =
  | { kind: "attempted"; wall: number }
  | { kind: "heard"; wall: number }
  | { kind: "closed"; wall: number; spread: number };

const FIRST_DELAY_MILLISECONDS = 500;
const LONGEST_DELAY_MILLISECONDS = 15_000;
/** Back-off is stretched by up to this share, so that many pages do not return at one instant. */
const SPREAD_SHARE = 0.3;
const PING_AFTER_MILLISECONDS = 10_000;
const DEAD_AFTER_MILLISECONDS = 30_000;

export const UNLINKED: Link = { state: "connecting", failures: 0, heardAt: 0, retryAt: 0, pingedAt: 0 };

/** How long to wait after that many failures; `spread` is a number from 0 to 1. */
export function delayMilliseconds(failures: number, spread: number): number {
  const doubled = FIRST_DELAY_MILLISECONDS * 2 ** Math.max(0, failures - 1);
  return Math.min(LONGEST_DELAY_MILLISECONDS, doubled) * (1 + SPREAD_SHARE * spread);
}

export function linkAfter(link: Link, event: LinkEvent): Link {
  const { wall } = event;
  switch (event.kind) {
    case "attempted":
      return { ...link, state: "connecting", heardAt: wall, pingedAt: wall };
    case "heard":
      return { ...link, state: "online", failures: 0, heardAt: wall };
    case "closed": {
      const failures = link.failures + 1;
      return { ...link, state: "waiting", failures, retryAt: wall + delayMilliseconds(failures, event.spread) };
    }
  }
}

/** What is due at a wall time: try again, ask for a sign of life, or give the silent connection up. */
export function duty(link: Link, wall: number): "attempt" | "ping" | "drop" | null {
  if (link.state === "waiting") return wall >= link.retryAt ? "attempt" : null;
  if (wall - link.heardAt > DEAD_AFTER_MILLISECONDS) return "drop";
  const quietFor = wall - Math.max(link.heardAt, link.pingedAt);
  return link.state === "online" && quietFor > PING_AFTER_MILLISECONDS ? "ping" : null;
}
