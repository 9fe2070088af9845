// Playback: a run's past on a clock of this page's own. The view is folded from a snapshot and the frames after it.
//
// Frames come in pages, some ahead of what is shown; the browser keeps what can change no more. Seeking within the
// page that is shown asks for nothing. While one seek is loading only the last of those that follow it is kept.
import { MarkList } from "./mark-list";
import { type PlaybackStatus, type Played, elapsedSince } from "./played";
import type { Snapshot } from "./protocol";
import type { Archive, FramePage, Mark } from "./recording";
import { type View, reduce } from "./view";

const PAGE_SECONDS = 30 * 60;
const MAXIMUM_PAGES_AHEAD = 3;
/** A page that is crowded comes in parts; so many are asked for, at most, to come to a moment. */
const MAXIMUM_PARTS = 50;
const RETRY_MILLISECONDS = 2_000;
/** Words folded on the way to a moment were not said just now. */
const LONG_AGO = 0;

export class Playback implements Played {
  view: View;
  /** The moment that is wanted, and the one that `view` shows: the same, but while the wanted one is loading. */
  time: number;
  shownTime: number;
  isPlaying = false;
  status: PlaybackStatus = "loading";
  /** Wall time since which nothing could be loaded; null while all is well. */
  failedAt: number | null = null;
  private snapshot: Snapshot | null = null;
  private page: FramePage | null = null;
  private shown = 0;
  private ahead: FramePage[] = [];
  private isLoadingAhead = false;
  /** When what comes next could not be had, so that it is not asked for at every picture. */
  private aheadFailedAt: number | null = null;
  private isSeeking = false;
  private wanted: number | null = null;
  private tickedAt = 0;
  private triedAt = 0;
  private readonly list: MarkList;

  /** `base` holds what no snapshot tells: map, tiles, mind. */
  constructor(
    private readonly archive: Archive,
    private readonly base: View,
    readonly start: number,
    public end: number,
    /** Whether the run goes on: its last second is not over then, and can't be asked for yet. */
    private readonly isGrowing: boolean,
    public speed: number,
    private readonly now: () => number,
  ) {
    this.list = new MarkList(archive, now, (reached) => (this.end = Math.max(this.end, reached)));
    this.view = base;
    this.time = start;
    this.shownTime = base.time || start;
  }

  get isKnown(): boolean {
    return this.snapshot !== null;
  }

  get hasEnded(): boolean {
    return this.time >= this.end;
  }

  get marks(): readonly Mark[] {
    return this.list.marks;
  }

  get moments(): readonly Mark[] {
    return this.list.moments;
  }

  /** How far it can be played without waiting. */
  get knownUntil(): number {
    if (!this.page || this.isSeeking) return this.time;
    const { until } = this.ahead.at(-1) ?? this.page;
    return until >= this.horizon ? Number.POSITIVE_INFINITY : until;
  }

  /** What is before it happened, all of it. */
  private get horizon(): number {
    return this.isGrowing ? this.end : this.end + 1;
  }

  /** Shows a moment, as soon as it is here. */
  seek(time: number): void {
    this.time = Math.max(this.start, Math.min(Math.floor(time), this.end));
    if (this.isShown(this.time)) return this.showFromSnapshot();
    this.status = "loading";
    this.wanted = this.time;
    if (!this.isSeeking) void this.load();
  }

  play(): void {
    if (this.hasEnded && !this.isGrowing) this.seek(this.start);
    this.isPlaying = true;
    this.tickedAt = this.now();
  }

  pause(): void {
    this.isPlaying = false;
  }

  /** Lets wall time pass. Call it for each picture. */
  advance(wallTime: number): void {
    this.attend(wallTime);
    const elapsed = elapsedSince(this.tickedAt, wallTime);
    this.tickedAt = wallTime;
    if (this.isPlaying) this.playTo(this.time + (elapsed / 1000) * this.speed, wallTime);
  }

  /** Asks for what is due, and again for what failed. Where another clock plays this, it is called for each picture. */
  attend(wallTime: number): void {
    this.list.keep(wallTime);
    if (this.status === "failed" && wallTime - this.triedAt > RETRY_MILLISECONDS) this.retry();
  }

  /** Plays on to a time, as far as all is known. */
  playTo(time: number, wallTime: number): void {
    if (this.page && !this.isSeeking) this.playOn(Math.min(this.end, time), wallTime);
  }

  /** Tries again what failed. */
  retry(): void {
    this.triedAt = this.now();
    this.seek(this.time);
  }

  private isShown(time: number): boolean {
    return this.page !== null && this.snapshot !== null && !this.isSeeking && this.page.since <= time && time < this.page.until;
  }

  private playOn(target: number, wallTime: number): void {
    while (this.page && target >= this.page.until) {
      this.showUntil(this.page.until, wallTime);
      const next = this.ahead.shift();
      if (!next) break;
      this.enter(next);
    }
    if (!this.page) return;
    // Where nothing is known yet, time waits.
    this.time = Math.min(target, Math.max(this.time, this.page.until));
    this.showUntil(this.time, wallTime);
    this.status = this.time < target ? "loading" : "ready";
    if (this.hasEnded) this.isPlaying = false;
    else void this.loadAhead();
  }

  /** From here on seeking back asks for a snapshot again. */
  private enter(page: FramePage): void {
    this.page = page;
    this.snapshot = null;
    this.shown = 0;
  }

  private showUntil(time: number, wallTime: number): void {
    this.shownTime = time;
    const frames = this.page?.frames ?? [];
    for (let next = frames[this.shown]; next && next.time <= time; next = frames[this.shown]) {
      this.view = reduce(this.view, next, wallTime);
      this.shown += 1;
    }
  }

  private showFromSnapshot(): void {
    if (!this.snapshot || !this.page) return;
    this.view = reduce(this.base, this.snapshot, LONG_AGO);
    this.shown = 0;
    this.showUntil(this.time, LONG_AGO);
    this.status = "ready";
    this.failedAt = null;
    void this.loadAhead();
  }

  private async load(): Promise<void> {
    this.isSeeking = true;
    try {
      while (this.wanted !== null) {
        const time = this.wanted;
        const since = Math.max(this.start, Math.floor(time / PAGE_SECONDS) * PAGE_SECONDS);
        const [snapshot, page] = await Promise.all([this.archive.snapshot(since), this.whole(since)]);
        if (this.wanted === time) this.wanted = null;
        [this.snapshot, this.page, this.ahead] = [snapshot, page, []];
      }
      this.isSeeking = false;
      this.showFromSnapshot();
    } catch {
      this.fail();
    }
  }

  private fail(): void {
    this.isSeeking = false;
    this.wanted = null;
    this.status = "failed";
    this.failedAt ??= this.now();
    this.triedAt = this.now();
  }

  private async whole(since: number): Promise<FramePage> {
    const until = Math.min((Math.floor(since / PAGE_SECONDS) + 1) * PAGE_SECONDS, this.horizon);
    if (until <= since) return { since, until: since, frames: [] };
    let page = await this.archive.frames(since, until);
    const frames = [...page.frames];
    for (let part = 1; page.until < until && part < MAXIMUM_PARTS; part += 1) {
      page = await this.archive.frames(page.until, until);
      frames.push(...page.frames);
    }
    return { since, until: page.until, frames };
  }

  private async loadAhead(): Promise<void> {
    const page = this.page;
    const last = this.ahead.at(-1) ?? page;
    if (this.aheadFailedAt !== null && this.now() - this.aheadFailedAt < RETRY_MILLISECONDS) return;
    if (!last || this.isLoadingAhead || this.ahead.length >= MAXIMUM_PAGES_AHEAD || last.until >= this.horizon) return;
    this.isLoadingAhead = true;
    try {
      const next = await this.whole(last.until);
      if ((this.ahead.at(-1) ?? this.page) === last) this.ahead.push(next);
      this.aheadFailedAt = null;
    } catch {
      this.aheadFailedAt = this.now();
      if (this.status === "loading") this.fail();
    } finally {
      this.isLoadingAhead = false;
    }
  }
}
