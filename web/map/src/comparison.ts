// Which two runs are shown side by side, and where they first differ, as the village tells it over REST.
import { answer } from "./answer";
import type { Both } from "./protocol";
import type { Mark, RunInfo } from "./recording";

/** What happened in one of the two; `event` is its number in that run's log. */
export interface Deed {
  event: number;
  /** Simulated seconds. */
  time: number;
  agent: string;
  who: Both;
  what: Both;
}

/** Where they first differ; a side is null where that run has nothing further. */
export interface Parting {
  time: number;
  a: Deed | null;
  b: Deed | null;
}

export interface Comparison {
  a: RunInfo;
  b: RunInfo;
  parting: Parting | null;
}

/** Throws when there is no good answer. */
export function fetchComparison(get: typeof fetch): Promise<Comparison> {
  return answer(get, "/api/comparison");
}

/** Who does otherwise in the one run than in the other. */
export function partedAgents({ a, b }: Parting): string[] {
  return [...new Set([a, b].flatMap((deed) => deed?.agent ?? []))];
}

/** The parting as a moment of the timeline. */
export function marksOf(parting: Parting | null): readonly Mark[] {
  if (!parting) return [];
  const { time } = parting;
  return [{ kind: "parting", time, until: time, agents: partedAgents(parting), place: null, text: null }];
}
