// The marks of a run's timeline: they come in pages, and of a run that goes on there are more now and then.
import { momentsOf } from "./moments";
import type { Archive, Mark } from "./recording";

const MAXIMUM_MARKS = 50_000;
/** When all are here, further ones are asked for this often. */
const ASKING_MILLISECONDS = 10_000;

export class MarkList {
  marks: readonly Mark[] = [];
  /** Those that can be jumped to. */
  moments: readonly Mark[] = [];
  private told = 0;
  private askedAt = Number.NEGATIVE_INFINITY;
  private isAsking = false;

  constructor(
    private readonly archive: Archive,
    private readonly now: () => number,
    /** The run has come so far by now. */
    private readonly reached: (end: number) => void,
  ) {}

  /** Asks if it is time to. Call it often. */
  keep(wallTime: number): void {
    if (this.isAsking || wallTime - this.askedAt < ASKING_MILLISECONDS || this.marks.length >= MAXIMUM_MARKS) return;
    this.isAsking = true;
    void this.ask();
  }

  private async ask(): Promise<void> {
    try {
      const page = await this.archive.timeline(this.told);
      this.told = page.after;
      this.reached(page.end);
      this.askedAt = page.complete ? this.now() : Number.NEGATIVE_INFINITY;
      if (page.marks.length === 0) return;
      this.marks = [...this.marks, ...page.marks];
      this.moments = momentsOf(this.marks);
    } catch {
      this.askedAt = this.now();
    } finally {
      this.isAsking = false;
    }
  }
}
