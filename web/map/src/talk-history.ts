// One's talks before this page was opened, from `GET /api/talks`: asked for once, shown above the live lines.
import { answer } from "./answer";
import { dayAndTime, timeOfDay } from "./clock";
import type { TalkLine } from "./talk";

export interface PastLine {
  who: "visitor" | "agent";
  text: string;
  source: TalkLine["source"];
  /** Simulated seconds. */
  time: number;
  chat: string;
  /** Its number in the village's log; a line of long ago has none that could still be told. */
  event: number | null;
}

/** By character, oldest first. */
export type PastTalks = ReadonlyMap<string, readonly PastLine[]>;

interface TalksAnswer {
  talks: readonly { agent: string; lines: readonly PastLine[] }[];
}

/** The most lines that the page shows of earlier talks with one character: the newest. */
export const MAXIMUM_PAST_LINES = 200;

/** One's own talks; throws when the village does not tell them. The key says whose they are. */
export async function fetchTalks(visitorKey: string, get: typeof fetch): Promise<PastTalks> {
  const { talks } = await answer<TalksAnswer>(get, "/api/talks", { headers: { "X-Visitor-Key": visitorKey } });
  return new Map(talks.map(({ agent, lines }) => [agent, lines.slice(-MAXIMUM_PAST_LINES)]));
}

/** Live lines that are not among what is remembered: asked for anew, the past holds what was live until then. */
export function withoutPast(live: readonly TalkLine[], past: readonly PastLine[]): readonly TalkLine[] {
  const remembered = new Set(past.map(keyOf));
  return live.filter((line) => line.pending || !remembered.has(keyOf(line)));
}

/** What was said before, without what the live lines already hold: they begin with the end of what is past. */
export function withoutLive(past: readonly PastLine[], live: readonly TalkLine[]): readonly PastLine[] {
  const heard = live.filter(({ chat }) => chat !== null);
  for (let shared = Math.min(past.length, heard.length); shared > 0; shared -= 1) {
    if (areSame(past.slice(-shared), heard.slice(0, shared))) return past.slice(0, -shared);
  }
  return past;
}

/** In any order: one's own words show before a greeting that came while they were on their way. */
function areSame(past: readonly PastLine[], live: readonly TalkLine[]): boolean {
  const left = past.map(keyOf).sort();
  const right = live.map(keyOf).sort();
  return left.every((key, index) => key === right[index]);
}

function keyOf({ chat, who, text }: Pick<PastLine | TalkLine, "chat" | "who" | "text">): string {
  return JSON.stringify([chat, who, text]);
}

/** Lines of one talk, and when it began. */
export interface PastTalk {
  day: number;
  /** "14:05" */
  time: string;
  lines: readonly PastLine[];
}

export function byTalk(past: readonly PastLine[]): readonly PastTalk[] {
  const talks: { day: number; time: string; lines: PastLine[] }[] = [];
  for (const line of past) {
    const last = talks.at(-1);
    if (last?.lines[0]?.chat === line.chat) last.lines.push(line);
    else talks.push({ day: dayAndTime(line.time).day, time: timeOfDay(line.time), lines: [line] });
  }
  return talks;
}
