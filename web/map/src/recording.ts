// A run's past as the village tells it over REST: what run it is, its timeline, and any stretch of it as messages.
import { answer } from "./answer";
import type { Both, MapInfo, Mind, ServerMessage, Snapshot, TileSource } from "./protocol";

export interface RunInfo {
  run: string;
  /** Whether the village lives, and `/ws` tells of it. */
  live: boolean;
  seed: number;
  scenario: Both;
  mind: Mind;
  created: string;
  /** Simulated seconds, like all times here. */
  start: number;
  end: number;
  shown_from: number;
  pace: number;
  map: MapInfo;
  tiles: TileSource;
}

/** `parting` is in no run's own list: where two that are shown side by side first differ. */
export type MarkKind = "conversation" | "visit" | "news" | "command" | "happening" | "asleep" | "parting";

/** Something worth looking at, or a stretch in which all sleep. */
export interface Mark {
  kind: MarkKind;
  time: number;
  until: number;
  agents: string[];
  place: string | null;
  /** What happens, where it is that. */
  text: Both | null;
}

export interface TimelinePage {
  start: number;
  end: number;
  marks: Mark[];
  after: number;
  complete: boolean;
}

/** A message with the simulated time at which it was told. */
export type TimedFrame = Extract<ServerMessage, { type: "walk" | "stop" | "state" | "speech" | "world" }>;

export interface FramePage {
  since: number;
  until: number;
  frames: TimedFrame[];
}

/** Asks for the past of one run, below `base`. Every question throws when there is no good answer. */
export class Archive {
  constructor(
    private readonly get: typeof fetch,
    private readonly run: string,
    private readonly base = "",
  ) {}

  timeline(after: number): Promise<TimelinePage> {
    return answer(this.get, `${this.base}/api/timeline?after=${after}`);
  }

  snapshot(at: number): Promise<Snapshot> {
    return answer(this.get, `${this.base}/api/snapshot?run=${this.run}&at=${at}`);
  }

  frames(since: number, until: number): Promise<FramePage> {
    return answer(this.get, `${this.base}/api/frames?run=${this.run}&from=${since}&until=${until}`);
  }
}

export function fetchRun(get: typeof fetch): Promise<RunInfo> {
  return answer(get, "/api/run");
}
