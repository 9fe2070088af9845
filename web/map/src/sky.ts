// The sky over the village: what colour the hour tints everything in, and how dark it is.
import { MINUTES_PER_DAY } from "./clock";

export type Colour = readonly [number, number, number];

/** What daylight multiplies the map with, by minute of the day; in between it blends. */
const SKY: readonly (readonly [number, Colour])[] = [
  [0, [74, 84, 158]],
  [4 * 60 + 30, [78, 88, 160]],
  [5 * 60 + 30, [150, 136, 178]],
  [6 * 60 + 15, [240, 206, 190]],
  [7 * 60 + 15, [255, 250, 240]],
  [9 * 60, [255, 255, 255]],
  [16 * 60 + 30, [255, 254, 246]],
  [17 * 60 + 45, [255, 224, 184]],
  [18 * 60 + 45, [232, 168, 150]],
  [19 * 60 + 45, [128, 116, 172]],
  [21 * 60, [82, 92, 166]],
  [MINUTES_PER_DAY, [74, 84, 158]],
];

const WHITE: Colour = [255, 255, 255];
/** The colour that the village is seen in at a minute of the day. */
export function skyAt(minuteOfDay: number): Colour {
  const after = SKY.findIndex(([minute]) => minute > minuteOfDay);
  const [startMinute, start] = SKY[Math.max(0, after - 1)] ?? [0, WHITE];
  const [endMinute, end] = SKY[after] ?? [MINUTES_PER_DAY, WHITE];
  return blend(start, end, (minuteOfDay - startMinute) / (endMinute - startMinute));
}

/** 0 by day, 1 in the deepest night. */
export function darknessAt(minuteOfDay: number): number {
  const [red, green] = skyAt(minuteOfDay);
  return Math.min(1, Math.max(0, (255 - (red + green) / 2) / 176));
}

/** A colour seen under a sky. */
export function tinted(colour: Colour, sky: Colour): Colour {
  return colour.map((value, index) => Math.round((value * (sky[index] ?? 255)) / 255)) as unknown as Colour;
}

function blend(start: Colour, end: Colour, share: number): Colour {
  const mixed = start.map((value, index) => Math.round(value + ((end[index] ?? value) - value) * share));
  return mixed as unknown as Colour;
}

/** The picture beside the clock. */
export function skyPhase(minuteOfDay: number): "night" | "dawn" | "day" | "dusk" {
  if (minuteOfDay < 5 * 60 || minuteOfDay >= 20 * 60) return "night";
  if (minuteOfDay < 7 * 60) return "dawn";
  return minuteOfDay < 17 * 60 + 30 ? "day" : "dusk";
}
