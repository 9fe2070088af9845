// Why something happened, from `GET /api/events/{event}/why`: who decided, what made them think, what a model was asked.
// All of it may be a model's or a visitor's text: it is only ever shown as text.
import type { Both, SpeechMessage } from "./protocol";

/** A memory that came to mind. Scores are thousandths. */
export interface MemoryScores {
  /** Simulated seconds. */
  time: number;
  text: Both;
  recency: number;
  importance: number;
  relevance: number;
  total: number;
}

/** One time that a model was asked. `problem` says why its answer was not taken. */
export interface Attempt {
  model: string;
  prompt: readonly { role: string; content: string }[];
  answer: string;
  problem: string | null;
  valid: boolean;
  whole: boolean;
  prompt_tokens: number;
  completion_tokens: number;
  cached_tokens: number;
  milliseconds: number;
}

export interface Why {
  event: number;
  /** Simulated seconds. */
  time: number;
  agent: string;
  action: Both;
  mind: SpeechMessage["source"];
  cause: Both;
  trigger: Both | null;
  decided: boolean;
  decider: string | null;
  options: readonly string[];
  choice: string | null;
  memories: readonly MemoryScores[];
  observation: Readonly<Record<string, unknown>> | null;
  attempts: readonly Attempt[];
  /** Whether it belongs to a talk of one's own, and nobody else may ask. */
  private: boolean;
}

/** A line by its number in the log, or what a character does now, or did `before` an event of that number. */
export type Asked = ({ event: number } | { agent: string; before?: number | null }) & { base?: string };

/** What the page knows of an answer: it is awaited, here, or there is none and why. */
export type Answer = { kind: "awaited" } | { kind: "told"; why: Why } | { kind: "unknown" } | { kind: "failed" };

function addressOf(asked: Asked): string {
  const base = asked.base ?? "";
  if ("event" in asked) return `${base}/api/events/${asked.event}/why`;
  const moment = asked.before == null ? "" : `?before=${asked.before}`;
  return `${base}/api/agents/${encodeURIComponent(asked.agent)}/why${moment}`;
}

/** Never throws: a village that does not answer is an answer, too. The key shows whose talks one may ask about. */
export async function fetchWhy(asked: Asked, visitorKey: string | null, get: typeof fetch): Promise<Answer> {
  try {
    const response = await get(addressOf(asked), visitorKey ? { headers: { "X-Visitor-Key": visitorKey } } : {});
    if (response.status === 404) return { kind: "unknown" };
    return response.ok ? { kind: "told", why: (await response.json()) as Why } : { kind: "failed" };
  } catch {
    return { kind: "failed" };
  }
}
