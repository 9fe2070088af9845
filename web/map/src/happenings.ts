// What the village can be wished: asked for over REST; what comes of it is told to everyone by `world` messages.
import type { Both, HappeningView } from "./protocol";

export type Kind = HappeningView["what"];
export const WEATHERS = ["sunny", "cloudy", "rain", "storm", "snow", "fog"] as const satisfies readonly Kind[];
export const OCCASIONS = ["market_day", "festival", "stranger", "lost_lamb", "fire"] as const satisfies readonly Kind[];

export interface Wish {
  what: Kind;
  /** Weather is everywhere. */
  place?: string;
  /** As long as usual where nothing is said. */
  minutes?: number;
}

/** Words for one character, as an inner voice. */
export interface Murmur {
  what: "whisper";
  agent: string;
  words: string;
}

/** The longest whisper that the village hears, in characters. */
export const MAXIMUM_WHISPER_CHARACTERS = 200;

/** `accepted`: it is about to happen, and how that will be told; `refused`: why it can't be; `failed`: nobody answered. */
export type Outcome = { kind: "accepted"; told: Both } | { kind: "refused"; text: Both } | { kind: "failed" };

export function isWeather(what: Kind | "whisper"): boolean {
  return (WEATHERS as readonly string[]).includes(what);
}

/** A whisper is its visitor's, whom the key tells. */
export async function letHappen(wish: Wish | Murmur, visitorKey: string | null, post: typeof fetch): Promise<Outcome> {
  try {
    const response = await post("/api/happenings", {
      method: "POST",
      headers: { "Content-Type": "application/json", ...(visitorKey ? { "X-Visitor-Key": visitorKey } : {}) },
      body: JSON.stringify(wish),
    });
    const answer: unknown = await response.json();
    if (response.ok) return { kind: "accepted", told: (answer as { told: Both }).told };
    return refusal(answer);
  } catch {
    return { kind: "failed" };
  }
}

function refusal(answer: unknown): Outcome {
  const text = (answer as { detail?: Partial<Both> } | null)?.detail;
  if (typeof text?.zh !== "string" || typeof text.en !== "string") return { kind: "failed" };
  return { kind: "refused", text: { zh: text.zh, en: text.en } };
}
