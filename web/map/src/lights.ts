// What shines at night: a house in which someone is awake, and the lantern of whoever is about.
import type { PlaceView } from "./protocol";
import type { Figure } from "./scene";

export type Area = Pick<PlaceView, "id" | "area">;

/** Position and reach in tiles, strength from 0 to 1. */
export interface Light {
  x: number;
  y: number;
  radius: number;
  strength: number;
}

const LANTERN_RADIUS = 3.2;
const LANTERN_STRENGTH = 0.62;
const WINDOW_STRENGTH = 0.7;
/** Larger areas are open country: nobody lights a field. */
const LARGEST_LIT_TILES = 200;

export function lightsOf(figures: readonly Figure[], areas: Iterable<Area>): Light[] {
  const awake = figures.filter((figure) => figure.state !== "sleeping");
  const lanterns = awake.map(({ x, y }) => lanternAt(x + 0.5, y + 0.5));
  const lit = [...areas].filter(({ area }) => isRoom(area) && awake.some((figure) => isWithin(figure, area)));
  return [...lit.map(({ area }) => roomLight(area)), ...lanterns];
}

function lanternAt(x: number, y: number): Light {
  return { x, y, radius: LANTERN_RADIUS, strength: LANTERN_STRENGTH };
}

function roomLight([left, top, width, height]: PlaceView["area"]): Light {
  const radius = Math.max(width, height) * 0.75;
  return { x: left + width / 2, y: top + height / 2, radius, strength: WINDOW_STRENGTH };
}

function isRoom([, , width, height]: PlaceView["area"]): boolean {
  return width * height <= LARGEST_LIT_TILES;
}

function isWithin({ x, y }: Figure, [left, top, width, height]: PlaceView["area"]): boolean {
  return x >= left && y >= top && x < left + width && y < top + height;
}
