// What is known of one character now: mood, why they do what they do, and their plan for the day, from
// `GET /api/agents/ID`. It is asked again when something happens to them, and every so often.
import { answer } from "./answer";
import type { ActivityInfo, Both, ServerMessage } from "./protocol";

export interface PlanItem {
  /** Simulated seconds. */
  start: number;
  end: number;
  activity: ActivityInfo;
  place: string | null;
  working: boolean;
}

export interface AgentDetails {
  id: string;
  time: number;
  mood: ActivityInfo;
  why: Both;
  plan: readonly PlanItem[];
}

/** The most items of a plan that the page shows. */
export const MAXIMUM_PLAN_ITEMS = 24;
const REFRESH_MILLISECONDS = 15_000;
const LEAST_MILLISECONDS_BETWEEN = 1000;
/** So many simulated seconds of the past make no difference to what somebody feels and plans. */
const NEAR_SECONDS = 300;

/** Throws when the village does not answer; the panel then shows what the stream alone says. */
export async function fetchDetails(id: string, get: typeof fetch, at: number | null = null): Promise<AgentDetails> {
  const address = `/api/agents/${encodeURIComponent(id)}${at === null ? "" : `?at=${Math.floor(at)}`}`;
  const details = await answer<AgentDetails>(get, address);
  return { ...details, plan: details.plan.slice(0, MAXIMUM_PLAN_ITEMS) };
}

/** Which part of the day an item of the plan is, at a simulated time. */
export function tenseOf({ start, end }: Pick<PlanItem, "start" | "end">, time: number): "past" | "present" | "future" {
  if (time >= end) return "past";
  return time >= start ? "present" : "future";
}

/** Whether a message says something new about a character, that may change mood, reason or plan. */
export function concerns(message: ServerMessage, id: string): boolean {
  const kind = message.type;
  const isTelling = kind === "walk" || kind === "stop" || kind === "state" || kind.startsWith("chat_");
  return isTelling && kind !== "chat_delta" && "agent" in message && message.agent === id;
}

/** Asks for the details of whoever is chosen, and keeps the last answer. Wall times are milliseconds. */
export class DetailsKeeper {
  private id: string | null = null;
  private details: AgentDetails | null = null;
  private askedAt = Number.NEGATIVE_INFINITY;
  private isStale = false;
  /** The past moment that was asked about; null for now. */
  private at: number | null = null;

  constructor(
    private readonly get: typeof fetch,
    private readonly changed: () => void,
  ) {}

  /** The details of the chosen character; null until they are here. */
  of(id: string): AgentDetails | null {
    return this.details?.id === id ? this.details : null;
  }

  hear(message: ServerMessage): void {
    if (this.id !== null && concerns(message, this.id)) this.isStale = true;
  }

  /** Asks if it is time to. Call it often, with who is chosen, and the past moment that is shown, if one is. */
  keep(id: string | null, wallTime: number, at: number | null = null): void {
    if (id !== this.id || (at === null) !== (this.at === null)) this.begin(id);
    if (at !== null && this.at !== null && Math.abs(at - this.at) > NEAR_SECONDS) this.isStale = true;
    if (at === null || this.at === null) this.at = at;
    if (this.id === null || !this.isDue(wallTime)) return;
    this.askedAt = wallTime;
    this.isStale = false;
    this.at = at;
    void this.ask(this.id);
  }

  private begin(id: string | null): void {
    this.id = id;
    this.details = null;
    this.askedAt = Number.NEGATIVE_INFINITY;
  }

  private isDue(wallTime: number): boolean {
    const elapsed = wallTime - this.askedAt;
    return elapsed >= REFRESH_MILLISECONDS || (this.isStale && elapsed >= LEAST_MILLISECONDS_BETWEEN);
  }

  private async ask(id: string): Promise<void> {
    try {
      const { at } = this;
      const details = await fetchDetails(id, this.get, at);
      if (id !== this.id || (at === null) !== (this.at === null)) return;
      this.details = details;
      this.changed();
    } catch {
      // What was known stays on show; it is asked again soon.
    }
  }
}
