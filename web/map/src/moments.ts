// Moments of a timeline: which one comes next, which one is meant, and times as addresses and people write them.
import { dayAndTime, timeOfDay } from "./clock";
import type { Mark } from "./recording";

/** Who jumps to the next moment is not interested in what is on show already. */
const LEAST_JUMP_SECONDS = 60;
const SECONDS_PER_DAY = 24 * 60 * 60;
/** A jump ends when the first line is just being heard. */
export const HEARD_SECONDS = 1;

/** Everything to jump to, in order of time: not the nights. */
export function momentsOf(marks: readonly Mark[]): readonly Mark[] {
  return marks.filter(({ kind }) => kind !== "asleep").sort((left, right) => left.time - right.time);
}

/** The first moment that begins after a time, or null. */
export function nextMoment(moments: readonly Mark[], time: number): Mark | null {
  return moments.find((mark) => mark.time > time + LEAST_JUMP_SECONDS) ?? null;
}

/** The last moment that began before a time, or null. */
export function previousMoment(moments: readonly Mark[], time: number): Mark | null {
  return moments.findLast((mark) => mark.time < time - LEAST_JUMP_SECONDS) ?? null;
}

/** The moment nearest to a time, of those no further than `reach` seconds from it. Talks go before other moments. */
export function momentNear(moments: readonly Mark[], time: number, reach: number): Mark | null {
  const near = moments.filter((mark) => Math.abs(mark.time - time) <= reach);
  const talks = near.filter(({ kind }) => kind === "conversation");
  const distance = (mark: Mark) => Math.abs(mark.time - time);
  return (talks.length > 0 ? talks : near).reduce<Mark | null>(
    (best, mark) => (best && distance(best) <= distance(mark) ? best : mark),
    null,
  );
}

/** The midnights that lie within a stretch of time. */
export function midnights(start: number, end: number): number[] {
  const first = Math.ceil(start / SECONDS_PER_DAY);
  const count = Math.max(0, Math.floor(end / SECONDS_PER_DAY) - first + 1);
  return Array.from({ length: count }, (_, index) => (first + index) * SECONDS_PER_DAY);
}

/** Seconds of `1d09:00`, as in an address; null where it is none. */
export function timeFromAddress(text: string | null): number | null {
  const match = /^(\d{1,4})d([01]\d|2[0-3]):([0-5]\d)$/.exec(text ?? "");
  if (!match || Number(match[1]) < 1) return null;
  return (Number(match[1]) - 1) * SECONDS_PER_DAY + Number(match[2]) * 3600 + Number(match[3]) * 60;
}

/** A time as an address has it: `1d09:00`. */
export function timeForAddress(time: number): string {
  return `${dayAndTime(time).day}d${timeOfDay(time)}`;
}
