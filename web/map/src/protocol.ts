// The wire protocol. GENERATED from web/messages.py by scripts/generate-protocol.mjs: do not edit.
//
// Renew it with `taoyuan schema | npm run protocol` in web/map.

/** A place on the map in tiles, [x, y], origin top left. */
export type Tile = [number, number];
/** What `welcome.protocol` says when village and page understand each other. */
export const PROTOCOL_VERSION = 1;
/** The longest thing that a visitor can say at once. */
export const MAXIMUM_CHAT_CHARACTERS = 500;

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
 * The first message. `visitor_key` is the secret that `welcome` gave on an earlier visit.
 */
export interface Hello {
  type: "hello";
  name?: string | null;
  lang?: "zh" | "en";
  run?: string | null;
  resume_after?: number | null;
  visitor_key?: string | null;
  token?: string | null;
}
/**
 * Walk the visitor's own sprite to a tile. Walking away from a character ends the talk with it.
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
 */
export interface ChatSay {
  type: "chat_say";
  agent: string;
  text: string;
}
/**
 * Cut the reply short that is being spoken: what was said of it so far comes as its `chat_line`.
 */
export interface ChatStop {
  type: "chat_stop";
  agent: string;
}
/**
 * End the talk.
 */
export interface ChatClose {
  type: "chat_close";
  agent: string;
}
/**
 * Give the character its role's command, in its own words or in `text`; `command_result` answers.
 */
export interface Command {
  type: "command";
  agent: string;
  text?: string | null;
}
/**
 * Set the pace for everyone: simulated seconds per wall second.
 */
export interface SetPace {
  type: "pace";
  factor: number;
}
/**
 * Stop simulated time for everyone.
 */
export interface Pause {
  type: "pause";
}
/**
 * Let simulated time go on.
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
 */
export interface Welcome {
  type: "welcome";
  protocol: number;
  run: string;
  you: string;
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
 * The whole view at one moment. `pace_by` and `paused_by` name who did it: a visitor's id, or a name.
 */
export interface Snapshot {
  type: "snapshot";
  seq: number;
  time: number;
  pace: number;
  pace_by?: string | null;
  paused_by?: string | null;
  agents: AgentView[];
  visitors: VisitorView[];
  places: PlaceView[];
  weather: "sunny" | "cloudy" | "rain" | "snow";
}
/**
 * A character as everyone sees it. `at` is where it stands, or where its walk began. `talking_to` is the id
 * of the character it talks with, or `visitor`.
 */
export interface AgentView {
  id: string;
  name: Both;
  role: Both;
  at: Tile;
  facing: "up" | "down" | "left" | "right";
  walk?: WalkInfo | null;
  state: "idle" | "working" | "chatting" | "sleeping";
  activity?: ActivityInfo | null;
  place?: string | null;
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
 * A walk under way: at time t the walker is at path[(t - start) / seconds_per_tile], interpolated.
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
}
/**
 * A visitor's sprite.
 */
export interface VisitorView {
  id: string;
  name: string;
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
 * A character set out. `place` is where it goes, if that has a name.
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
}
/**
 * A character is waiting for its mind's answer, or no longer is.
 */
export interface Thinking {
  type: "thinking";
  agent: string;
  on: boolean;
}
/**
 * Your talk with a character has begun, or goes on where you left it when you come back.
 */
export interface ChatOpened {
  type: "chat_opened";
  agent: string;
  chat: string;
}
/**
 * There is no talk, and why.
 */
export interface ChatRefused {
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
  type: "chat_line";
  agent: string;
  chat: string;
  who: "visitor" | "agent";
  text: string;
  source?: ("model" | "rule" | "fallback") | null;
}
/**
 * Your talk is over.
 */
export interface ChatEnd {
  type: "chat_end";
  agent: string;
  chat: string;
  reason: "closed" | "walked_away" | "left" | "time" | "limit" | "called_away";
}
/**
 * Whether the character will do as asked; its words come as a `chat_line`.
 */
export interface CommandResult {
  type: "command_result";
  agent: string;
  accepted: boolean;
  reason: string;
}
/**
 * A visitor came, walked, or left. `path` is walked at 4 tiles a wall second, at any pace of the village, since
 * `wall_start` (milliseconds since 1970 by the village's clock); `walked_milliseconds` of it had passed when this was
 * sent, for clients whose clock is another.
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
 * Something that concerns the whole village. `closing`: it stops now, and will go on where it stopped.
 */
export interface WorldMessage {
  type: "world";
  seq: number;
  time: number;
  kind: string;
  text?: Both | null;
}
/**
 * The village's time and pace, now, and who set them so. Sent at each change and about once a wall second.
 */
export interface Clock {
  type: "clock";
  time: number;
  pace: number;
  pace_by?: string | null;
  paused_by?: string | null;
}
/**
 * Something you sent could not be taken; the connection goes on unless it is closed.
 */
export interface Error {
  type: "error";
  code: string;
  message: string;
}
/**
 * The answer to `ping`.
 */
export interface Pong {
  type: "pong";
}
