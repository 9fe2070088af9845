// The view: everything the page shows, as one immutable value (`view-state.ts`), and how each message changes it.
//
// `reduce(view, message, wallTime)` is pure, so a live stream, a replay and scrubbing share it. Wall time is
// passed in (milliseconds), never read. Where people are between two messages is the business of `walking.ts`.
import { keepsOutside } from "./errors";
import { byId, mapValues, withEntry, withMember, without } from "./immutable";
import type { AgentView, Both, ServerMessage, VisitorView, WorldMessage } from "./protocol";
import { tailOf } from "./speech";
import { type LocalMessage, NO_TALK, reduceTalk } from "./talk";
import { withoutPast } from "./talk-history";
import type { Speech, View, VisitorSprite } from "./view-state";

export * from "./view-state";

export type Message = ServerMessage | LocalMessage;

/** Movements kept for each character; at the highest pace few end within the moment that the page is late. */
const MAXIMUM_MOVEMENTS = 8;

type Handlers = {
  [Kind in Message["type"]]: (view: View, message: Extract<Message, { type: Kind }>, wallTime: number) => View;
};

const NO_WORDS: Both = { zh: "", en: "" };

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
    mindAnswers: true,
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
    happenings: byId(message.happenings ?? []),
    agents: byId(message.agents),
    movements: new Map(),
    visitors: byId(message.visitors.map((visitor) => standing(visitor, wallTime))),
    places: byId(message.places),
    speeches: new Map(),
    thinking: new Set(),
    mindAnswers: true,
  }),
  walk: (view, { agent, path, start, seconds_per_tile, place }) =>
    withMovement(view, agent, start, { at: path[0] ?? undefined, walk: { path, start, seconds_per_tile }, place }),
  stop: (view, { agent, time, at, facing, place }) =>
    withMovement(view, agent, time, { at, facing, place, walk: null }),
  state: (view, { agent, state, activity, place, talking_to }) =>
    withAgent(view, agent, { state, activity, place, talking_to }),
  speech: (view, { agent, text, source, until, event = null }, wallTime) =>
    withSpeech(view, { agent, text, source, until, saidAt: wallTime, event }),
  thinking: (view, { agent, on }) => ({ ...view, thinking: withMember(view.thinking, agent, on) }),
  mind: (view, { answers }) => ({ ...view, mindAnswers: answers }),
  chat_opened: withTalkChange,
  chat_refused: withTalkChange,
  chat_delta: (view, message, wallTime) => {
    const next = withTalkChange(view, message);
    const text = tailOf(next.talks.get(message.agent)?.partial ?? "");
    // Whose words they were comes with the whole line.
    const source = view.mind?.kind === "model" ? "model" : "rule";
    return withSpeech(next, { agent: message.agent, text: { zh: text, en: text }, source, until: 0, saidAt: wallTime, event: null });
  },
  chat_line: (view, message, wallTime) => {
    const { agent, who, text, source, event = null } = message;
    const next = withTalkChange(view, message);
    if (who === "visitor") return next;
    const words = { zh: text, en: text };
    return withSpeech(next, { agent, text: words, source: source ?? "rule", until: 0, saidAt: wallTime, event });
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
  // The banner says it for as long as the village is closed.
  world: (view, message) => (message.kind === "closing" ? { ...view, lostBy: message.kind } : withHappening(view, message)),
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
  talks_remembered: (view, { talks }) => ({
    ...view,
    past: talks,
    talks: mapValues(view.talks, (talk, agent) => ({
      ...talk,
      lines: withoutPast(talk.lines, talks.get(agent) ?? []),
    })),
  }),
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

/** Something began or is over; what there is to say of it is said once. */
function withHappening(view: View, { kind, text, happening, weather }: WorldMessage): View {
  if (!happening) return view;
  const left = without(view.happenings, happening.id);
  const happenings = kind === "happened" ? withEntry(left, happening.id, happening) : left;
  const next = { ...view, happenings, weather: weather ?? view.weather };
  return text ? withNotice(next, kind, text) : next;
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
