// The view: everything the page shows, as one immutable value, and how each message changes it.
//
// `reduce(view, message, wallTime)` is pure, so a live stream, a replay and scrubbing share it. Wall time is
// passed in (milliseconds), never read. Where people are between two messages is the business of `walking.ts`.
import { keepsOutside } from "./errors";
import { byId, mapValues, withEntry, withMember, without } from "./immutable";
import type {
  AgentView,
  Both,
  ChatRefused,
  MapInfo,
  Mind,
  PlaceView,
  ServerMessage,
  Snapshot,
  SpeechMessage,
  Tile,
  TileSource,
  VisitorView,
} from "./protocol";
import { tailOf } from "./speech";
import { type LocalMessage, NO_TALK, type Talk, reduceTalk } from "./talk";
import { type PastTalks, withoutPast } from "./talk-history";

/** How someone was driven to speak: a model, the rules, or the rules because the model failed. */
export type Source = SpeechMessage["source"];
export type RefusalReason = ChatRefused["reason"];

/** A visitor's sprite, and the walk it is on: `startedAt` is wall time in milliseconds on our own clock. */
export interface VisitorSprite extends VisitorView {
  path: Tile[];
  startedAt: number;
}

/** How somebody stood or walked before what is known of them now: it held until a simulated time. */
export interface Movement {
  until: number;
  at: Tile;
  facing: AgentView["facing"];
  walk: AgentView["walk"];
}

/** Words in the air: readable until `until` (simulated seconds), and long enough after `saidAt` (wall time). */
export interface Speech {
  agent: string;
  text: Both;
  source: Source;
  until: number;
  saidAt: number;
}

/** Something the whole page should hear about once. `number` tells two equal ones apart. */
export interface Notice {
  number: number;
  code: string;
  text: Both;
  /** Whose doing it is, if somebody's: a visitor's id, or a name. */
  who: string | null;
}

export interface View {
  protocol: number | null;
  run: string | null;
  you: string | null;
  map: MapInfo | null;
  tiles: TileSource | null;
  mind: Mind | null;
  /** The last sequence number seen; 0 until there is a snapshot. */
  seq: number;
  time: number;
  /** How fast time goes when it is not paused; the chosen pace, or more while all sleep. */
  pace: number;
  chosenPace: number;
  paceBy: string | null;
  pausedBy: string | null;
  weather: Snapshot["weather"] | null;
  agents: ReadonlyMap<string, AgentView>;
  /** The page draws the village a moment late: what it still has to show of each character's movements, oldest first. */
  movements: ReadonlyMap<string, readonly Movement[]>;
  visitors: ReadonlyMap<string, VisitorSprite>;
  places: ReadonlyMap<string, PlaceView>;
  speeches: ReadonlyMap<string, Speech>;
  thinking: ReadonlySet<string>;
  talks: ReadonlyMap<string, Talk>;
  /** What was said with each character before this page was opened. */
  past: PastTalks;
  notice: Notice | null;
  /** Wall time at which the village was lost sight of; null while one is in it. */
  lostAt: number | null;
  /** The code of the error, or `closing`, that says why one is outside. */
  lostBy: string | null;
}

export type Message = ServerMessage | LocalMessage;

/** Movements kept for each character; at the highest pace few end within the moment that the page is late. */
const MAXIMUM_MOVEMENTS = 8;

type Handlers = {
  [Kind in Message["type"]]: (view: View, message: Extract<Message, { type: Kind }>, wallTime: number) => View;
};

const NO_WORDS: Both = { zh: "", en: "" };

export const EMPTY_VIEW: View = {
  protocol: null,
  run: null,
  you: null,
  map: null,
  tiles: null,
  mind: null,
  seq: 0,
  time: 0,
  pace: 1,
  chosenPace: 1,
  paceBy: null,
  pausedBy: null,
  weather: null,
  agents: new Map(),
  movements: new Map(),
  visitors: new Map(),
  places: new Map(),
  speeches: new Map(),
  thinking: new Set(),
  talks: new Map(),
  past: new Map(),
  notice: null,
  lostAt: null,
  lostBy: null,
};

/** The view after a message. A message of a kind that this page does not know changes nothing. */
export function reduce(view: View, message: Message, wallTime: number): View {
  const handle = handlers[message.type] as
    | ((view: View, message: Message, wallTime: number) => View)
    | undefined;
  if (!handle) return view;
  const next = handle(view, message, wallTime);
  return "seq" in message && message.type !== "snapshot"
    ? { ...next, seq: Math.max(view.seq, message.seq) }
    : next;
}

const handlers: Handlers = {
  welcome: (view, message) => ({
    ...view,
    protocol: message.protocol,
    run: message.run,
    you: message.you,
    map: message.map,
    tiles: message.tiles,
    mind: message.mind,
    lostAt: null,
    lostBy: null,
  }),
  snapshot: (view, message, wallTime) => ({
    ...view,
    seq: message.seq,
    time: message.time,
    pace: message.pace,
    chosenPace: message.chosen_pace,
    paceBy: message.pace_by ?? null,
    pausedBy: message.paused_by ?? null,
    weather: message.weather,
    agents: byId(message.agents),
    movements: new Map(),
    visitors: byId(message.visitors.map((visitor) => standing(visitor, wallTime))),
    places: byId(message.places),
    speeches: new Map(),
    thinking: new Set(),
  }),
  walk: (view, { agent, path, start, seconds_per_tile, place }) =>
    withMovement(view, agent, start, { at: path[0] ?? undefined, walk: { path, start, seconds_per_tile }, place }),
  stop: (view, { agent, time, at, facing, place }) =>
    withMovement(view, agent, time, { at, facing, place, walk: null }),
  state: (view, { agent, state, activity, place, talking_to }) =>
    withAgent(view, agent, { state, activity, place, talking_to }),
  speech: (view, { agent, text, source, until }, wallTime) =>
    withSpeech(view, { agent, text, source, until, saidAt: wallTime }),
  thinking: (view, { agent, on }) => ({ ...view, thinking: withMember(view.thinking, agent, on) }),
  chat_opened: withTalkChange,
  chat_refused: withTalkChange,
  chat_delta: (view, message, wallTime) => {
    const next = withTalkChange(view, message);
    const text = tailOf(next.talks.get(message.agent)?.partial ?? "");
    // Whose words they were comes with the whole line.
    const source = view.mind?.kind === "model" ? "model" : "rule";
    return withSpeech(next, { agent: message.agent, text: { zh: text, en: text }, source, until: 0, saidAt: wallTime });
  },
  chat_line: (view, message, wallTime) => {
    const { agent, who, text, source } = message;
    const next = withTalkChange(view, message);
    if (who === "visitor") return next;
    const words = { zh: text, en: text };
    return withSpeech(next, { agent, text: words, source: source ?? "rule", until: 0, saidAt: wallTime });
  },
  chat_end: withTalkChange,
  command_result: withTalkChange,
  visitor: (view, { change, visitor, path, walked_milliseconds: walked }, wallTime) => ({
    ...view,
    visitors:
      change === "left"
        ? without(view.visitors, visitor.id)
        : withEntry(view.visitors, visitor.id, {
            ...visitor,
            path: path ?? [],
            startedAt: wallTime - (walked ?? 0),
          }),
  }),
  world: (view, { kind, text }) => {
    // The banner says it for as long as the village is closed.
    if (kind === "closing") return { ...view, lostBy: kind };
    return text ? withNotice(view, kind, text) : view;
  },
  clock: (view, message) => {
    const { time, pace, chosen_pace: chosenPace, pace_by: paceBy = null, paused_by: pausedBy = null } = message;
    const next = { ...view, time, pace, chosenPace, paceBy, pausedBy };
    const isByAnother = chosenPace !== view.chosenPace && paceBy !== null && paceBy !== view.you;
    return isByAnother ? withNotice(next, "pace_changed", NO_WORDS, paceBy) : next;
  },
  error: (view, { code, message }) =>
    keepsOutside(code) ? { ...view, lostBy: code } : withNotice(view, code, { zh: message, en: message }),
  pong: (view) => view,
  talk_asked: withTalkChange,
  words_sent: withTalkChange,
  talks_remembered: (view, { talks: past }) => ({ ...view, past, talks: mapValues(view.talks, (talk, agent) => ({
    ...talk,
    lines: withoutPast(talk.lines, past.get(agent) ?? []),
  })) }),
  connection_lost: (view, _, wallTime) => ({
    ...view,
    lostAt: view.lostAt ?? wallTime,
    thinking: new Set(),
    talks: mapValues(view.talks, (talk) => reduceTalk(talk, { type: "connection_lost" })),
  }),
};

function withTalkChange(view: View, message: Extract<Message, { agent: string }>): View {
  const talk = view.talks.get(message.agent) ?? NO_TALK;
  return { ...view, talks: withEntry(view.talks, message.agent, reduceTalk(talk, message)) };
}

type AgentChange = { [Key in keyof AgentView]?: AgentView[Key] | undefined };

/** Fields that a change leaves undefined keep their value; null empties them. */
function withAgent(view: View, id: string, change: AgentChange): View {
  const agent = view.agents.get(id);
  if (!agent) return view;
  const given = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
  return { ...view, agents: withEntry(view.agents, id, { ...agent, ...given }) };
}

/** Somebody moves otherwise from a simulated time on. How they moved until then is kept, since it may be drawn still. */
function withMovement(view: View, id: string, from: number, change: AgentChange): View {
  const agent = view.agents.get(id);
  if (!agent) return view;
  const { at, facing, walk } = agent;
  const kept = [...(view.movements.get(id) ?? []), { until: from, at, facing, walk }].slice(-MAXIMUM_MOVEMENTS);
  return withAgent({ ...view, movements: withEntry(view.movements, id, kept) }, id, change);
}

function withSpeech(view: View, speech: Speech): View {
  return { ...view, speeches: withEntry(view.speeches, speech.agent, speech) };
}

function withNotice(view: View, code: string, text: Both, who: string | null = null): View {
  return { ...view, notice: { number: (view.notice?.number ?? 0) + 1, code, text, who } };
}

function standing(visitor: VisitorView, wallTime: number): VisitorSprite {
  return { ...visitor, path: [], startedAt: wallTime };
}
