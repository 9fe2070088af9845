// The past on the page: finds out what run this is, opens a recording or a village's past, and works the timeline.
import { keepMomentInAddress, momentInAddress } from "./moment-address";
import { type RunInfo, fetchRun } from "./recording";
import type { Stage } from "./stage";
import { Timeline } from "./timeline";
import { workByKeys } from "./timeline-keys";
import type { Speaker } from "./wording";

const RETRY_MILLISECONDS = 2000;

export interface PastEvents {
  /** The village lives: it can be entered. */
  livesOn(): void;
  /** A recording is shown. */
  opened(): void;
  /** What is shown by now is what these do. */
  lookedFor(agents: readonly string[]): void;
  changed(): void;
}

export class Past {
  private readonly timeline: Timeline;
  private run: RunInfo | null = null;
  /** The moment that the page's address asks for, until it is shown. */
  private asked = momentInAddress();
  /** Who is to be seen once the moment that was jumped to is here. */
  private awaited: readonly string[] = [];

  constructor(
    root: HTMLElement,
    private readonly stage: Stage,
    private readonly events: PastEvents,
  ) {
    this.timeline = new Timeline(root, {
      sought: (time) => this.noteSought(time),
      wentLive: () => this.stage.goLive(),
      jumped: ({ agents }) => (this.awaited = agents),
    });
    workByKeys(this.timeline, () => this.stage.playback !== null);
  }

  /** Whether a living village's past can be looked at now. */
  get isOffered(): boolean {
    return this.run !== null && this.run.live && this.stage.isKnown;
  }

  /** Finds out whether the village lives; who does not say so is taken for a living one that is not reached yet. */
  async start(): Promise<void> {
    try {
      this.run = await fetchRun(window.fetch.bind(window));
    } catch {
      window.setTimeout(() => void this.learn(), RETRY_MILLISECONDS);
    }
    if (this.run?.live === false) this.openRecording(this.run);
    else this.events.livesOn();
  }

  /** Does what had to wait for the village, or for a moment of it. Call it for each picture. */
  advance(): void {
    if (this.asked !== null && this.isOffered && this.stage.kind === "live") {
      this.watchBack(this.asked);
      this.asked = null;
    }
    if (this.awaited.length === 0 || this.stage.playback?.status !== "ready") return;
    this.events.lookedFor(this.awaited);
    this.awaited = [];
  }

  /** Looks back from now, or comes back to now. */
  toggle(): void {
    if (this.stage.kind === "back") this.stage.goLive();
    else if (this.isOffered) this.watchBack(null);
  }

  /** The present is shown again: the address names no moment any more. */
  leave(): void {
    this.keepInAddress(null);
  }

  render(speaker: Speaker): void {
    const { playback, view, kind } = this.stage;
    this.timeline.render(playback && { playback, view, isLive: kind === "back" }, speaker);
  }

  private async learn(): Promise<void> {
    try {
      this.run = await fetchRun(window.fetch.bind(window));
      if (!this.run.live) this.openRecording(this.run);
    } catch {
      window.setTimeout(() => void this.learn(), RETRY_MILLISECONDS);
    }
    this.events.changed();
  }

  private openRecording(run: RunInfo): void {
    this.stage.openRecording(run, this.asked);
    this.events.opened();
  }

  private watchBack(time: number | null): void {
    if (this.run) this.stage.watchBack(this.run.start, time);
    this.events.changed();
  }

  private noteSought(time: number): void {
    this.awaited = [];
    this.keepInAddress(time);
  }

  private keepInAddress(time: number | null): void {
    keepMomentInAddress(time);
    this.events.changed();
  }
}
