// Where someone on a path is at a given time, and which way they look.
//
// A walk is one message: path, start, seconds per tile. Server, store and this page interpolate the same segment.
import type { AgentView, Tile } from "./protocol";
import type { Movement, VisitorSprite } from "./view";

export type Facing = AgentView["facing"];

/** A position in tiles (fractional while walking), the way it looks, and tiles walked on this walk so far. */
export interface Stance {
  x: number;
  y: number;
  facing: Facing;
  walking: boolean;
  walked: number;
}

/** Visitors walk on the wall clock, so that they can look around while the village is paused. */
export const VISITOR_TILES_PER_SECOND = 4;

/** Where a character is at a simulated time; `movements` tells of the times before what is known of it now. */
export function agentStance(agent: AgentView, time: number, movements: readonly Movement[] = []): Stance {
  const { walk, at, facing } = movements.find(({ until }) => time < until) ?? agent;
  if (!walk || walk.path.length === 0) return standingAt(at, facing);
  return stanceOnPath(walk.path, (time - walk.start) / walk.seconds_per_tile, facing);
}

/** Where a visitor is at a wall time (milliseconds). */
export function visitorStance(visitor: VisitorSprite, wallTime: number): Stance {
  const { path, startedAt, at } = visitor;
  if (path.length === 0) return standingAt(at, "down");
  const facing = facingBetween(path.at(-2), path.at(-1)) ?? "down";
  return stanceOnPath(path, ((wallTime - startedAt) / 1000) * VISITOR_TILES_PER_SECOND, facing);
}

/** `progress` counts tiles from the start of the path; `restFacing` is the way to look once arrived. */
export function stanceOnPath(path: readonly Tile[], progress: number, restFacing: Facing): Stance {
  const last = path.length - 1;
  if (progress >= last) return standingAt(path[last] as Tile, restFacing);
  const walked = Math.max(0, progress);
  const step = Math.floor(walked);
  const from = path[step] as Tile;
  const to = path[step + 1] as Tile;
  const share = walked - step;
  const facing = facingBetween(from, to) ?? restFacing;
  const x = from[0] + (to[0] - from[0]) * share;
  const y = from[1] + (to[1] - from[1]) * share;
  return { x, y, facing, walking: progress > 0, walked };
}

function standingAt([x, y]: Tile, facing: Facing): Stance {
  return { x, y, facing, walking: false, walked: 0 };
}

/** The way from one tile to the next; sideways wins on a diagonal, for profiles read best. */
export function facingBetween(from: Tile | undefined, to: Tile | undefined): Facing | null {
  if (!from || !to) return null;
  if (to[0] !== from[0]) return to[0] > from[0] ? "right" : "left";
  if (to[1] !== from[1]) return to[1] > from[1] ? "down" : "up";
  return null;
}
