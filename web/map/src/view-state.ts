// The state that the page shows: its types, and the view of a page that has heard of nothing yet.
import type {
  AgentView,
  Both,
  ChatRefused,
  HappeningView,
  MapInfo,
  Mind,
  PlaceView,
  Snapshot,
  SpeechMessage,
  Tile,
  TileSource,
  VisitorView,
} from "./protocol";
import type { Talk } from "./talk";
import type { PastTalks } from "./talk-history";

/** How someone was driven to speak: a model, the rules, or the rules because the model failed. */
export type Source = SpeechMessage["source"];
export type RefusalReason = ChatRefused["reason"];

/** A visitor's sprite, and the walk it is on: `startedAt` is wall time in milliseconds on our own clock. */
export interface VisitorSprite extends VisitorView {
  path: Tile[];
  startedAt: number;
}

/** How somebody stood or walked before what is known of them now: it held until a simulated time. */
export interface Movement {
  until: number;
  at: Tile;
  facing: AgentView["facing"];
  walk: AgentView["walk"];
}

/** Words in the air: readable until `until` (simulated seconds), and long enough after `saidAt` (wall time). */
export interface Speech {
  agent: string;
  text: Both;
  source: Source;
  until: number;
  saidAt: number;
  /** Their number in the village's log, by which one may ask why they were said; null while they grow. */
  event: number | null;
}

/** Something the whole page should hear about once. `number` tells two equal ones apart. */
export interface Notice {
  number: number;
  code: string;
  text: Both;
  /** Whose doing it is, if somebody's: a visitor's id, or a name. */
  who: string | null;
}

export interface View {
  protocol: number | null;
  run: string | null;
  you: string | null;
  map: MapInfo | null;
  tiles: TileSource | null;
  mind: Mind | null;
  /** Whether the model, if there is one, answers; the rules decide while it does not. */
  mindAnswers: boolean;
  /** The last sequence number seen; 0 until there is a snapshot. */
  seq: number;
  time: number;
  /** How fast time goes when it is not paused; the chosen pace, or more while all sleep. */
  pace: number;
  chosenPace: number;
  paceBy: string | null;
  pausedBy: string | null;
  weather: Snapshot["weather"] | null;
  /** What goes on, the oldest first. */
  happenings: ReadonlyMap<string, HappeningView>;
  agents: ReadonlyMap<string, AgentView>;
  /** The page draws the village a moment late: what it still has to show of each character's movements, oldest first. */
  movements: ReadonlyMap<string, readonly Movement[]>;
  visitors: ReadonlyMap<string, VisitorSprite>;
  places: ReadonlyMap<string, PlaceView>;
  speeches: ReadonlyMap<string, Speech>;
  thinking: ReadonlySet<string>;
  talks: ReadonlyMap<string, Talk>;
  /** What was said with each character before this page was opened. */
  past: PastTalks;
  notice: Notice | null;
  /** Wall time at which the village was lost sight of; null while one is in it. */
  lostAt: number | null;
  /** The code of the error, or `closing`, that says why one is outside. */
  lostBy: string | null;
}

export const EMPTY_VIEW: View = {
  protocol: null,
  run: null,
  you: null,
  map: null,
  tiles: null,
  mind: null,
  mindAnswers: true,
  seq: 0,
  time: 0,
  pace: 1,
  chosenPace: 1,
  paceBy: null,
  pausedBy: null,
  weather: null,
  happenings: new Map(),
  agents: new Map(),
  movements: new Map(),
  visitors: new Map(),
  places: new Map(),
  speeches: new Map(),
  thinking: new Set(),
  talks: new Map(),
  past: new Map(),
  notice: null,
  lostAt: null,
  lostBy: null,
};
