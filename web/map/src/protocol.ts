// The wire protocol. GENERATED from web/messages.py by scripts/generate-protocol.mjs: do not edit.
//
// Renew it with `taoyuan schema | npm run protocol` in web/map.

/** A place on the map in tiles, [x, y], origin top left. */
export type Tile = [number, number];
/** What `welcome.protocol` says when village and page understand each other. */
export const PROTOCOL_VERSION = 1;
/** The longest thing that a visitor can say at once. */
export const MAXIMUM_CHAT_CHARACTERS = 500;

/**
 * JSON text frames over one websocket, `/ws`. The client begins with `hello`; `welcome` answers.
 *
 * Coordinates are tiles, [x, y], origin top left. Times are whole simulated seconds since day 1, 00:00 (modulo 86400 it is
 * the time of day), and go on at `clock.pace` while nobody has paused. Between two messages everybody is where their walk
 * says. `seq` is on what everyone is told and on what you alone are told of your talks. It increases, and may skip:
 * others' talks are numbered, too. Whoever reads too slowly misses what everyone is told, and is sent a `snapshot`.
 *
 * A frame has at most 16384 bytes (else close code 1009). About 10 messages a second, of which one to a
 * character, are taken for long; more in a burst. A bad message gets an `error`, and the connection lives; too many
 * close it (1008). A village that stops says so (`world`, `closing`) and closes with 1012: come back with
 * `resume_after`. A client that reads nothing for 10 seconds is cut off. `ping` whenever you like. Two connections with
 * one visitor key are one visitor.
 *
 */
export type AnyMessage = ClientMessage | ServerMessage;
export type ClientMessage =
  Hello | Move | ChatOpen | ChatSay | ChatStop | ChatClose | Command | SetPace | Pause | Resume | Ping;
export type ServerMessage =
  | Welcome
  | Snapshot
  | WalkMessage
  | StopMessage
  | StateMessage
  | SpeechMessage
  | Thinking
  | MindMessage
  | ChatOpened
  | ChatRefused
  | ChatDelta
  | ChatLine
  | ChatEnd
  | CommandResult
  | VisitorMessage
  | WorldMessage
  | Clock
  | Error
  | Pong;

/**
 * The first message, within 10 seconds; it comes once. `welcome` answers, then the view.
 */
export interface Hello {
  type: "hello";
  /**
   * What others see you called; a name is made for who has none.
   */
  name?: string | null;
  /**
   * What you are greeted in. Replies come in the language that you write in.
   */
  lang?: "zh" | "en";
  /**
   * The run that `resume_after` belongs to, as `welcome` named it.
   */
  run?: string | null;
  /**
   * The last `seq` seen on an earlier connection: what was missed follows, or a `snapshot` where that is not kept.
   */
  resume_after?: number | null;
  /**
   * The secret that an earlier `welcome` gave: with it you are the same visitor. One not made here is replaced.
   */
  visitor_key?: string | null;
  /**
   * The village's secret, where it has one and no cookie brings it.
   */
  token?: string | null;
}
/**
 * Walk your own sprite to a tile, or near it. Making for a place out of a character's earshot ends your talk.
 *
 * A tile to which no way leads is an `error`, `no_way`.
 */
export interface Move {
  type: "move";
  to: Tile;
}
/**
 * Ask a character for a talk: your sprite walks up to it, then `chat_opened` or `chat_refused` answers.
 */
export interface ChatOpen {
  type: "chat_open";
  agent: string;
}
/**
 * Say something to a character. It is held until the chat that was asked for is open, at most 4 lines.
 *
 * It comes back as a `chat_line` once the character has heard it. A reply that is being spoken is cut short by it.
 */
export interface ChatSay {
  type: "chat_say";
  agent: string;
  text: string;
}
/**
 * Cut the reply short that is being spoken: what was said of it so far comes as its `chat_line`. Else nothing.
 */
export interface ChatStop {
  type: "chat_stop";
  agent: string;
}
/**
 * End the talk, or stop walking up for it. Where there is none, nothing comes of it.
 */
export interface ChatClose {
  type: "chat_close";
  agent: string;
}
/**
 * Give the character its role's command, saying `text`, or the role's own sentence.
 *
 * Without a talk it walks up and opens one first, or is told `chat_refused`. `command_result` answers; what was
 * accepted begins when the talk is over, which the character sees to (`chat_end`, `called_away`): its activity then
 * says `asked_for`.
 */
export interface Command {
  type: "command";
  agent: string;
  text?: string | null;
}
/**
 * Set the pace for everyone: simulated seconds per wall second. A pause ends with it.
 */
export interface SetPace {
  type: "pace";
  factor: number;
}
/**
 * Stop simulated time for everyone; visitors may walk and talk on. Who paused first is named.
 */
export interface Pause {
  type: "pause";
}
/**
 * Let simulated time go on, at the pace that was chosen.
 */
export interface Resume {
  type: "resume";
}
/**
 * Ask for a `pong`.
 */
export interface Ping {
  type: "ping";
}
/**
 * The answer to `hello`: who you are, and what is drawn underneath.
 *
 * Then comes a `snapshot`, or what was missed and a `clock`; then the visitors' walks and the thoughts under way, what
 * came in your talks while you were away, and a `chat_opened` for each talk of yours that goes on.
 */
export interface Welcome {
  type: "welcome";
  protocol: number;
  run: string;
  you: string;
  /**
   * Keep it secret, and bring it in the next `hello`: it is how characters know you tomorrow.
   */
  visitor_key: string;
  map: MapInfo;
  tiles: TileSource;
  mind: Mind;
}
/**
 * The map's size in tiles and the side of a tile in picture pixels.
 */
export interface MapInfo {
  width: number;
  height: number;
  tile_size: number;
}
/**
 * Where the map's pictures are: Leaflet URL templates, and the zooms that exist (zoom 0: one to one).
 */
export interface TileSource {
  ground: string;
  above: string;
  minimum_zoom: number;
  maximum_native_zoom: number;
}
/**
 * Who decides for the characters: rules, or which model.
 */
export interface Mind {
  kind: "scripted" | "model";
  model?: string | null;
}
/**
 * The whole view at one moment, in place of all that was known.
 */
export interface Snapshot {
  type: "snapshot";
  seq: number;
  time: number;
  pace: number;
  chosen_pace: number;
  pace_by?: string | null;
  paused_by?: string | null;
  agents: AgentView[];
  visitors: VisitorView[];
  places: PlaceView[];
  weather: "sunny" | "cloudy" | "rain" | "storm" | "snow" | "fog";
  /**
   * What goes on, the weather among it if it is not the usual one; the oldest first.
   */
  happenings?: HappeningView[];
}
/**
 * A character as everyone sees it.
 */
export interface AgentView {
  id: string;
  name: Both;
  role: Both;
  /**
   * Where it stands, or where its walk began.
   */
  at: Tile;
  /**
   * Which way it looks while it stands.
   */
  facing: "up" | "down" | "left" | "right";
  walk?: WalkInfo | null;
  state: "idle" | "working" | "chatting" | "sleeping";
  activity?: ActivityInfo | null;
  /**
   * The id of the place where it is, or where it is walking to.
   */
  place?: string | null;
  /**
   * The id of the character that it talks with, or `visitor`: who that is stays private.
   */
  talking_to?: string | null;
}
/**
 * The same words in Chinese and English; the client shows the one it wants.
 */
export interface Both {
  zh: string;
  en: string;
}
/**
 * A walk under way: at time t the walker is at path[(t - start) / seconds_per_tile], interpolated, and looks along
 * its path.
 */
export interface WalkInfo {
  path: Tile[];
  start: number;
  seconds_per_tile: number;
}
/**
 * What someone is doing, as an onlooker would say it.
 */
export interface ActivityInfo {
  id: string;
  zh: string;
  en: string;
  /**
   * Whether a visitor's command asked for it.
   */
  asked_for?: boolean;
}
/**
 * A visitor's sprite.
 */
export interface VisitorView {
  id: string;
  name: string;
  /**
   * The tile that it is nearest to now, walking or not.
   */
  at: Tile;
}
/**
 * A named area of the map: x, y, width and height in tiles.
 */
export interface PlaceView {
  id: string;
  name: Both;
  /**
   * @minItems 4
   * @maxItems 4
   */
  area: [number, number, number, number];
}
/**
 * Something that goes on in the village: weather, which is everywhere, or anything else at a place.
 */
export interface HappeningView {
  id: string;
  what:
    | "sunny"
    | "cloudy"
    | "rain"
    | "storm"
    | "snow"
    | "fog"
    | "market_day"
    | "festival"
    | "stranger"
    | "lost_lamb"
    | "fire";
  place?: string | null;
  start: number;
  /**
   * When it is over, unless something else takes its place before.
   */
  until: number;
  text: Both;
}
/**
 * A character set out; a walk under way ends with it. `place` is where it goes, if that has a name.
 */
export interface WalkMessage {
  type: "walk";
  seq: number;
  time: number;
  agent: string;
  path: Tile[];
  start: number;
  seconds_per_tile: number;
  place?: string | null;
}
/**
 * A character stands still at `at`: it arrived, or its walk was interrupted.
 */
export interface StopMessage {
  type: "stop";
  seq: number;
  time: number;
  agent: string;
  at: Tile;
  facing: "up" | "down" | "left" | "right";
  place?: string | null;
}
/**
 * A character's state or activity changed.
 */
export interface StateMessage {
  type: "state";
  seq: number;
  time: number;
  agent: string;
  state: "idle" | "working" | "chatting" | "sleeping";
  activity?: ActivityInfo | null;
  place?: string | null;
  talking_to?: string | null;
}
/**
 * A character said something that all may hear; it can be read until `until`.
 */
export interface SpeechMessage {
  type: "speech";
  seq: number;
  time: number;
  until: number;
  agent: string;
  to?: string | null;
  text: Both;
  source: "model" | "rule" | "fallback";
  /**
   * Its number in the log: `/api/events/{event}/why` explains it.
   */
  event?: number | null;
}
/**
 * A character is looking for words, until they are all said, or no longer is. Missed ones are not sent again: at
 * each `welcome` forget who thought; those who think then follow.
 */
export interface Thinking {
  type: "thinking";
  agent: string;
  on: boolean;
}
/**
 * Whether the model answers. While it does not, the rules decide for it, and it is tried again by itself. Sent when
 * that changes; at each `welcome` and `snapshot` take it that it does: if not, you are told next.
 */
export interface MindMessage {
  type: "mind";
  answers: boolean;
}
/**
 * Your talk with a character has begun. Unasked, on coming back, it says that a talk goes on.
 *
 * Who comes back with `resume_after` has heard of every end first; after a `snapshot` a talk that is not confirmed so
 * is over.
 */
export interface ChatOpened {
  seq: number;
  type: "chat_opened";
  agent: string;
  chat: string;
}
/**
 * There is no talk, and why.
 */
export interface ChatRefused {
  seq: number;
  type: "chat_refused";
  agent: string;
  reason: "busy" | "asleep" | "unknown" | "too_far" | "withdrawn" | "not_talking" | "limit";
}
/**
 * A piece of a reply, as it is being spoken: append it to those before. A `chat_line` replaces them all.
 */
export interface ChatDelta {
  type: "chat_delta";
  agent: string;
  chat: string;
  text: string;
}
/**
 * A whole line of your talk: yours (`who` = visitor) or the character's.
 */
export interface ChatLine {
  seq: number;
  type: "chat_line";
  agent: string;
  chat: string;
  who: "visitor" | "agent";
  text: string;
  source?: ("model" | "rule" | "fallback") | null;
  /**
   * Its number in the log: `/api/events/{event}/why` explains it to you alone.
   */
  event?: number | null;
}
/**
 * Your talk is over.
 */
export interface ChatEnd {
  seq: number;
  type: "chat_end";
  agent: string;
  chat: string;
  reason: "closed" | "walked_away" | "left" | "time" | "limit" | "called_away";
}
/**
 * Whether the character will do as asked; its words come as a `chat_line`. `reason` is for programs: `accepted`,
 * `refused`, `hands full` or `superseded` (you said something else before the answer).
 */
export interface CommandResult {
  seq: number;
  type: "command_result";
  agent: string;
  accepted: boolean;
  reason: string;
}
/**
 * A visitor came (or has another name now), walked, or left: some seconds after its last connection ended.
 *
 * `path` is walked at 4 tiles a wall second, at any pace of the village, since `wall_start` (milliseconds since 1970
 * by the village's clock); `walked_milliseconds` of it had passed when this was sent, for clients whose clock is
 * another. On coming in, walks under way are told again, under the `seq` that came last.
 */
export interface VisitorMessage {
  type: "visitor";
  seq: number;
  change: "joined" | "moved" | "left";
  visitor: VisitorView;
  path?: Tile[] | null;
  wall_start?: number | null;
  walked_milliseconds?: number | null;
}
/**
 * Something that concerns the whole village.
 *
 * `closing`: it stops now, and will go on where it stopped. `happened` and `happening_ended`: `happening` began or is
 * over, and `weather` is the weather now. `text` says so to people, where there is something to say.
 */
export interface WorldMessage {
  type: "world";
  seq: number;
  time: number;
  kind: "closing" | "happened" | "happening_ended";
  text?: Both | null;
  happening?: HappeningView | null;
  weather?: ("sunny" | "cloudy" | "rain" | "storm" | "snow" | "fog") | null;
}
/**
 * The village's time and pace, now, and who set them so. Sent at each change and about once a wall second.
 */
export interface Clock {
  type: "clock";
  time: number;
  /**
   * Simulated seconds per wall second when not paused: the chosen pace, or 900 at least while all sleep.
   */
  pace: number;
  chosen_pace: number;
  /**
   * Who chose the pace: the id of a visitor who is here, or the name of one who has left.
   */
  pace_by?: string | null;
  /**
   * Who stopped time, likewise; null while it goes.
   */
  paused_by?: string | null;
}
/**
 * Something you sent could not be taken; the connection goes on unless it is closed.
 */
export interface Error {
  type: "error";
  /**
   * For programs: `malformed`, `unknown_type`, `too_fast`, `no_way`, `too_many_held`, `busy`, `hello_again`; before a
   * close `hello_first`, `unauthorized`, `full`, `too_big`, `too_many_errors`, `too_many_connections`.
   */
  code: string;
  /**
   * For people who write clients, in English.
   */
  message: string;
}
/**
 * The answer to `ping`.
 */
export interface Pong {
  type: "pong";
}
