// Which frame of a sprite sheet shows someone just now.
//
// A sheet has one row per direction; its columns are the walk (0 to 3), then one column per pose.
import type { AgentView } from "./protocol";
import type { Facing, Stance } from "./walking";

export const FRAME_WIDTH = 24;
export const FRAME_HEIGHT = 32;

const ROWS: Record<Facing, number> = { down: 0, left: 1, right: 2, up: 3 };
const COLUMN = { stand: 0, blink: 4, talk: 5, workA: 6, workB: 7, sit: 8, sleep: 9 } as const;
const WALK_FRAMES = 4;
/** Frames per tile walked: a stride of one and a half tiles shows the whole cycle. */
const FRAMES_PER_TILE = 8 / 3;
const WORK_BEAT_MILLISECONDS = 480;
const TALK_BEAT_MILLISECONDS = 220;
const BLINK_PERIOD_MILLISECONDS = 3600;
const BLINK_MILLISECONDS = 140;

export interface Frame {
  row: number;
  column: number;
}

/** What someone is at; visitors are always idle. */
export interface Bearing {
  state: AgentView["state"];
  speaking: boolean;
  /** Milliseconds that set one person's rhythm off from the next one's. */
  offset: number;
}

/** The frame for a stance at a wall time (milliseconds). */
export function frameOf(stance: Stance, bearing: Bearing, wallTime: number): Frame {
  const row = ROWS[stance.facing];
  const time = wallTime + bearing.offset;
  if (stance.walking) return { row, column: Math.floor(stance.walked * FRAMES_PER_TILE) % WALK_FRAMES };
  if (bearing.state === "sleeping") return { row, column: COLUMN.sleep };
  return { row, column: standingColumn(bearing, time) };
}

function standingColumn({ state, speaking }: Bearing, time: number): number {
  if (speaking) return beat(time, TALK_BEAT_MILLISECONDS) ? COLUMN.talk : COLUMN.stand;
  if (state === "working") return beat(time, WORK_BEAT_MILLISECONDS) ? COLUMN.workA : COLUMN.workB;
  return time % BLINK_PERIOD_MILLISECONDS < BLINK_MILLISECONDS ? COLUMN.blink : COLUMN.stand;
}

function beat(time: number, milliseconds: number): boolean {
  return Math.floor(time / milliseconds) % 2 === 0;
}

/** A number from a name, the same on every visit: 0 up to `range`. */
export function numberFromName(name: string, range: number): number {
  let hash = 0;
  for (const character of name) hash = (hash * 31 + (character.codePointAt(0) ?? 0)) >>> 0;
  return hash % range;
}
