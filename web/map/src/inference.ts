// How the village's mind fares and what it costs, from `GET /api/inference`: asked about once a second while somebody looks.
import type { Mind } from "./protocol";

/** How many times so many decisions were due together: more than the class before, at most `up_to`; null for all more. */
export interface BatchClass {
  up_to: number | null;
  count: number;
}

/** What was counted since the village was opened. Rates are null where nothing was counted yet. */
export interface Inference {
  mind: Mind;
  /** False while the model gives no answer, and the rules decide for it. */
  answers: boolean;
  sim_seconds: number;
  in_flight: number;
  most_in_flight: number;
  completions: number;
  aborted: number;
  prompt_tokens: number;
  completion_tokens: number;
  cached_tokens: number;
  cache_hit_rate: number | null;
  tokens_per_sim_hour: number | null;
  median_seconds: number | null;
  p95_seconds: number | null;
  batches: readonly BatchClass[];
  largest_batch: number;
  mean_shared_batch: number | null;
  /** By `model`, `rule` and `fallback`. */
  decisions: Readonly<Record<string, number>>;
  invalid: Readonly<Record<string, number>>;
  repairs: number;
  failures: Readonly<Record<string, number>>;
  money: { amount: number; currency: string } | null;
}

const REFRESH_MILLISECONDS = 1000;
const MAXIMUM_ANSWER_MILLISECONDS = 10_000;

/** Asks for the figures while they are looked at, one question at a time. Wall times are milliseconds. */
export class InferenceKeeper {
  /** What is known; null until the first answer. */
  inference: Inference | null = null;
  /** Whether the last question had no answer. */
  isUnheard = false;
  private askedAt = Number.NEGATIVE_INFINITY;
  private isAsking = false;

  constructor(private readonly get: typeof fetch) {}

  /** Asks if it is time to. Call it often, with whether somebody looks. */
  keep(isLookedAt: boolean, wallTime: number): void {
    if (!isLookedAt || this.isAsking || wallTime - this.askedAt < REFRESH_MILLISECONDS) return;
    this.askedAt = wallTime;
    void this.ask();
  }

  private async ask(): Promise<void> {
    this.isAsking = true;
    try {
      const response = await this.get("/api/inference", { signal: AbortSignal.timeout(MAXIMUM_ANSWER_MILLISECONDS) });
      this.isUnheard = !response.ok;
      if (response.ok) this.inference = (await response.json()) as Inference;
    } catch {
      // What was known stays on show; it is asked again soon.
      this.isUnheard = true;
    } finally {
      this.isAsking = false;
    }
  }
}
