// Two recordings on one clock: neither is shown a moment that the other is still waiting for.
import { momentsOf } from "./moments";
import type { Playback } from "./playback";
import { type PlaybackStatus, type Played, elapsedSince } from "./played";
import type { Mark } from "./recording";

export class Duet implements Played {
  time: number;
  isPlaying = false;
  private isWaiting = false;
  private tickedAt = 0;
  private all: readonly Mark[] = [];
  private allMoments: readonly Mark[] = [];

  constructor(
    private readonly a: Playback,
    private readonly b: Playback,
    public speed: number,
    /** Moments that are neither's own. */
    private readonly between: readonly Mark[] = [],
  ) {
    this.time = this.start;
  }

  get start(): number {
    return Math.min(this.a.start, this.b.start);
  }

  /** Who came less far stands still until the other has ended, too. */
  get end(): number {
    return Math.max(this.a.end, this.b.end);
  }

  get hasEnded(): boolean {
    return this.time >= this.end;
  }

  get status(): PlaybackStatus {
    const states = [this.a.status, this.b.status];
    if (states.includes("failed")) return "failed";
    return this.isWaiting || states.includes("loading") ? "loading" : "ready";
  }

  /** What happens in either. */
  get marks(): readonly Mark[] {
    this.gather();
    return this.all;
  }

  get moments(): readonly Mark[] {
    this.gather();
    return this.allMoments;
  }

  seek(time: number): void {
    this.time = Math.max(this.start, Math.min(Math.floor(time), this.end));
    for (const side of [this.a, this.b]) side.seek(this.time);
  }

  play(): void {
    if (this.hasEnded) this.seek(this.start);
    this.isPlaying = true;
  }

  pause(): void {
    this.isPlaying = false;
    this.isWaiting = false;
  }

  /** Lets wall time pass. Call it for each picture. */
  advance(wallTime: number): void {
    for (const side of [this.a, this.b]) side.attend(wallTime);
    const elapsed = elapsedSince(this.tickedAt, wallTime);
    this.tickedAt = wallTime;
    if (!this.isPlaying) return;
    const wanted = Math.min(this.end, this.time + (elapsed / 1000) * this.speed);
    const target = Math.max(this.time, Math.min(wanted, this.a.knownUntil, this.b.knownUntil));
    for (const side of [this.a, this.b]) side.playTo(target, wallTime);
    this.isWaiting = target < wanted;
    this.time = target;
    if (this.hasEnded) this.pause();
  }

  private gather(): void {
    if (this.all.length === this.between.length + this.a.marks.length + this.b.marks.length) return;
    this.all = [...this.between, ...this.a.marks, ...this.b.marks];
    this.allMoments = momentsOf(this.all);
  }
}
