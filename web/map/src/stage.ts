// The stage: what the page shows just now, be it the living village or a moment of its past. Whoever draws asks here.
import type { LinkState } from "./link";
import type { ClientMessage } from "./protocol";
import { Playback } from "./playback";
import { Archive, type RunInfo } from "./recording";
import { EMPTY_VIEW, type View } from "./view";
import { type Village, now } from "./village";

/** `live`: now. `back`: the past of a village that lives on. `recording`: a run that is only looked at. */
export type StageKind = "live" | "back" | "recording";

/** Whoever begins to watch back sees this many simulated seconds again. */
const LOOK_BACK_SECONDS = 15 * 60;
/** Whoever is this near to now, in simulated seconds, has caught up with the village. */
const CAUGHT_UP_SECONDS = 15;

/** What a picture is drawn from: a village as it is now, or a moment of the past. */
export interface Shown {
  readonly view: View;
  readonly isKnown: boolean;
  /** Simulated time in seconds at a wall time in milliseconds. */
  timeAt(wallTime: number): number;
  /** What the visitor does; false where nothing can be done. */
  send(message: ClientMessage): boolean;
}

export class Stage implements Shown {
  playback: Playback | null = null;
  recording: RunInfo | null = null;

  constructor(
    private readonly village: Village,
    /** The present is shown again. */
    private readonly wentLive: () => void,
  ) {}

  get kind(): StageKind {
    if (!this.playback) return "live";
    return this.recording ? "recording" : "back";
  }

  get view(): View {
    return this.playback?.view ?? this.village.view;
  }

  get isKnown(): boolean {
    return this.view.weather !== null;
  }

  /** Wall time since which nothing is heard of what is shown; null while all is well. */
  get lostAt(): number | null {
    return this.recording ? (this.playback?.failedAt ?? null) : this.village.view.lostAt;
  }

  get link(): LinkState {
    if (!this.recording) return this.village.link;
    return this.playback?.failedAt ? "waiting" : "online";
  }

  /** Simulated time in seconds at a wall time in milliseconds. */
  timeAt(wallTime: number): number {
    return this.playback ? this.playback.shownTime : this.village.timeAt(wallTime);
  }

  /** In the past, the number of the event that comes next; null now. */
  get nextEvent(): number | null {
    return this.playback ? this.playback.view.seq + 1 : null;
  }

  /** What the visitor does goes to the village, and only while that is what is shown. */
  send(message: ClientMessage): boolean {
    return this.kind === "live" && this.village.send(message);
  }

  /** Shows a recording, from where it is to be shown or `time`. */
  openRecording(run: RunInfo, time: number | null): void {
    this.recording = run;
    this.begin(run.run, emptyViewOf(run), run.start, run.end, run.pace).seek(time ?? run.shown_from);
  }

  /** Watches a living village's past: standing still at `time`, or playing what has just been. */
  watchBack(start: number, time: number | null): void {
    const { view } = this.village;
    if (view.run === null) return;
    const quiet = { visitors: new Map(), speeches: new Map(), thinking: new Set<string>(), pausedBy: null, you: null };
    const present = Math.floor(this.village.timeAt(now()));
    const playback = this.begin(view.run, { ...view, ...quiet }, start, present, view.chosenPace);
    playback.seek(time ?? present - LOOK_BACK_SECONDS);
    if (time === null) playback.play();
  }

  /** Back to now. */
  goLive(): void {
    if (this.recording || !this.playback) return;
    this.playback = null;
    this.wentLive();
  }

  /** Tries again to reach what is shown. */
  tryNow(): void {
    if (this.recording) this.playback?.retry();
    else this.village.tryNow();
  }

  advance(wallTime: number): void {
    if (!this.playback) return;
    const { playback } = this;
    if (this.recording) return playback.advance(wallTime);
    playback.end = Math.max(playback.end, Math.floor(this.village.timeAt(wallTime)));
    playback.advance(wallTime);
    if (playback.isPlaying && playback.time > playback.end - CAUGHT_UP_SECONDS) this.goLive();
  }

  private begin(run: string, base: View, start: number, end: number, speed: number): Playback {
    const archive = new Archive(window.fetch.bind(window), run);
    this.playback = new Playback(archive, base, start, end, this.recording === null, speed, now);
    return this.playback;
  }
}

/** What is known of a recording before any moment of it. */
export function emptyViewOf({ run, map, tiles, mind }: RunInfo): View {
  return { ...EMPTY_VIEW, run, map, tiles, mind };
}
