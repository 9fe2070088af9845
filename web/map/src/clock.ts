// The view clock: smooth simulated time between the village's `clock` messages.
//
// It runs at the village's pace, a moment behind it, and steers towards what the village says, without ever going back.
// Only an error beyond the threshold (the village raced through the night, or this page slept) makes it jump.

/** Simulated time `time` (seconds, fractional) at wall time `wall` (milliseconds), and how it goes on. */
export interface ViewClock {
  time: number;
  wall: number;
  /** Simulated seconds per wall second; 0 while paused. */
  pace: number;
  /** Simulated seconds per wall second to add while steering. */
  steering: number;
}

/** How long a correction takes: the time between two clock messages, about. */
const STEERING_SECONDS = 1;
/**
 * The page shows the village this many wall seconds late, at any pace: longer than the village takes to say what
 * happened, so that a walk is known before its first step is drawn, and a pause stops nobody beyond where they are.
 */
const DELAY_SECONDS = 0.25;
/** An error of fewer simulated seconds than this is steered out, never jumped. */
const LEAST_THRESHOLD_SECONDS = 20;
/** … or of fewer wall seconds than this, at the village's pace. */
const THRESHOLD_WALL_SECONDS = 3;

/** The village tells the time about once a second. When it falls silent for this long, time stands still here too. */
const MAXIMUM_SILENCE_SECONDS = 3;

export const STOPPED_CLOCK: ViewClock = { time: 0, wall: 0, pace: 0, steering: 0 };

/** Simulated time at a wall time. */
export function readClock(clock: ViewClock, wall: number): number {
  const seconds = Math.min(MAXIMUM_SILENCE_SECONDS, Math.max(0, (wall - clock.wall) / 1000));
  const steered = Math.min(seconds, STEERING_SECONDS);
  return clock.time + Math.max(0, clock.pace + clock.steering) * steered + clock.pace * (seconds - steered);
}

/** The clock after the village said that it is `time`, going at `pace` (0 while paused). */
export function correctClock(clock: ViewClock, time: number, pace: number, wall: number): ViewClock {
  const shown = readClock(clock, wall);
  const due = Math.max(0, time - DELAY_SECONDS * pace);
  const error = errorOf(shown, due);
  // A lag that was small at the pace until now is no reason to jump at the next one.
  if (Math.abs(error) > thresholdSeconds(Math.max(pace, clock.pace))) return { time: due, wall, pace, steering: 0 };
  return { time: shown, wall, pace, steering: error / STEERING_SECONDS };
}

/** The village rounds down to whole seconds, so anything within the second is right. */
function errorOf(shown: number, due: number): number {
  if (shown < due) return due - shown;
  return Math.min(0, due + 1 - shown);
}

function thresholdSeconds(pace: number): number {
  return Math.max(LEAST_THRESHOLD_SECONDS, pace * THRESHOLD_WALL_SECONDS);
}

export const MINUTES_PER_DAY = 24 * 60;

/** A simulated time in the parts that people read. Days count from 1. */
export function dayAndTime(time: number): { day: number; hour: number; minute: number; minuteOfDay: number } {
  const minutes = Math.floor(time / 60);
  const minuteOfDay = minutes % MINUTES_PER_DAY;
  const day = Math.floor(minutes / MINUTES_PER_DAY) + 1;
  return { day, hour: Math.floor(minuteOfDay / 60), minute: minuteOfDay % 60, minuteOfDay };
}

/** "06:05" */
export function timeOfDay(time: number): string {
  const { hour, minute } = dayAndTime(time);
  return `${String(hour).padStart(2, "0")}:${String(minute).padStart(2, "0")}`;
}
