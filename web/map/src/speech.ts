// Which words are in the air: spoken lines that can still be read.
import type { Speech } from "./view";

/** The most bubbles at once; the newest win. */
export const MAXIMUM_BUBBLES = 6;
/** How many characters of a reply its bubble shows while it is being spoken: the last ones. */
export const MAXIMUM_PARTIAL_CHARACTERS = 70;

const LEAST_READING_MILLISECONDS = 1800;
const READING_MILLISECONDS_PER_CHARACTER = 110;
const LONGEST_READING_MILLISECONDS = 7000;

/** How long a line needs on the wall clock, however fast the village's own time runs. */
export function readingMilliseconds(text: string): number {
  const needed = LEAST_READING_MILLISECONDS + text.length * READING_MILLISECONDS_PER_CHARACTER;
  return Math.min(LONGEST_READING_MILLISECONDS, needed);
}

/** The lines to show at simulated `time` and `wallTime`, newest first. */
export function audibleSpeeches(
  speeches: ReadonlyMap<string, Speech>,
  time: number,
  wallTime: number,
): readonly Speech[] {
  const audible = [...speeches.values()].filter((speech) => isAudible(speech, time, wallTime));
  return audible.sort((left, right) => right.saidAt - left.saidAt).slice(0, MAXIMUM_BUBBLES);
}

function isAudible(speech: Speech, time: number, wallTime: number): boolean {
  return time < speech.until || wallTime < speech.saidAt + readingMilliseconds(speech.text.zh);
}

/** The last words of a reply that grows: a bubble has room for so many. */
export function tailOf(text: string): string {
  return text.length > MAXIMUM_PARTIAL_CHARACTERS ? `…${text.slice(-MAXIMUM_PARTIAL_CHARACTERS)}` : text;
}
