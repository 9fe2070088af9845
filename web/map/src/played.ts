// What a timeline works, whatever it is that plays.
import type { Mark } from "./recording";

export const SPEEDS = [1, 10, 30, 60, 120, 300, 600] as const;
const MAXIMUM_TICK_MILLISECONDS = 250;

export type PlaybackStatus = "loading" | "ready" | "failed";

/** What a timeline works: one playback, or several on one clock. */
export interface Played {
  readonly start: number;
  readonly end: number;
  readonly time: number;
  readonly isPlaying: boolean;
  readonly hasEnded: boolean;
  readonly status: PlaybackStatus;
  readonly marks: readonly Mark[];
  readonly moments: readonly Mark[];
  speed: number;
  seek(time: number): void;
  play(): void;
  pause(): void;
}

/** Wall time that counts, in milliseconds: a page that was hidden does not leap. */
export function elapsedSince(then: number, wallTime: number): number {
  return Math.min(MAXIMUM_TICK_MILLISECONDS, Math.max(0, wallTime - then));
}
