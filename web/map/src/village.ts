// The village as this page knows it: the connection, the view that its messages build, the clock, and the talk.
//
// It knows nothing of what is shown. Whoever shows it reads its state each frame.
import { DetailsKeeper } from "./agent-details";
import { type Characters, fetchCharacters } from "./characters";
import { STOPPED_CLOCK, correctClock, readClock, type ViewClock } from "./clock";
import { Connection } from "./connection";
import { Conversation } from "./conversation";
import type { Language } from "./dictionary";
import type { LinkState } from "./link";
import { recall, remember } from "./preferences";
import { type ClientMessage, type Hello, PROTOCOL_VERSION, type ServerMessage } from "./protocol";
import type { LocalMessage } from "./talk";
import { fetchTalks } from "./talk-history";
import { EMPTY_VIEW, type View, reduce } from "./view";

export interface VillageEvents {
  language(): Language;
  /** The village said who it is: there is a map now, or another one. */
  welcomed(): void;
  /** A talk goes on that this page did not ask for: it was open before a reload. */
  talkGoesOn(agent: string): void;
  /** Something changed that words on the page may tell. */
  changed(): void;
}

export class Village {
  view: View = EMPTY_VIEW;
  link: LinkState = "connecting";
  characters: Characters = new Map();
  readonly conversation: Conversation;
  readonly details = new DetailsKeeper(window.fetch.bind(window), () => this.events.changed());
  private clock: ViewClock = STOPPED_CLOCK;
  private readonly connection: Connection;
  private isStarted = false;

  constructor(private readonly events: VillageEvents) {
    this.connection = new Connection(socketAddress(), {
      hello: () => this.hello(),
      received: (message) => this.receive(message),
      changed: (state) => this.relink(state),
    });
    this.conversation = new Conversation({
      send: (message) => this.send(message),
      apply: (message) => this.apply(message),
      talkWith: (agent) => this.view.talks.get(agent),
    });
  }

  /** Comes into the village, and stays there. */
  start(): void {
    this.isStarted = true;
    this.connection.start();
  }

  send(message: ClientMessage): boolean {
    return this.connection.send(message);
  }

  /** Says hello again: the visitor's name or language has changed. */
  greetAnew(): void {
    if (!this.isStarted) return;
    this.apply({ type: "connection_lost" });
    this.connection.restart();
  }

  /** Does not wait for the next attempt to reach the village. */
  tryNow(): void {
    if (this.link === "waiting") this.connection.restart();
  }

  /** Simulated time in seconds at a wall time in milliseconds. */
  timeAt(wallTime: number): number {
    return readClock(this.clock, wallTime);
  }

  /** Whether there is anything to show yet. */
  get isKnown(): boolean {
    return this.view.weather !== null;
  }

  /** Whether the village speaks another version of the protocol than this page. */
  get isOutdated(): boolean {
    return this.view.protocol !== null && this.view.protocol !== PROTOCOL_VERSION;
  }

  togglePause(): void {
    this.send({ type: this.view.pausedBy === null ? "pause" : "resume" });
  }

  private receive(message: ServerMessage): void {
    const wasAsked = "agent" in message && this.view.talks.get(message.agent)?.status === "asked";
    this.apply(message);
    this.details.hear(message);
    if (message.type === "chat_opened" && !wasAsked) this.events.talkGoesOn(message.agent);
    if (message.type === "welcome") this.beWelcomed(message.visitor_key);
    if (message.type === "snapshot" || message.type === "clock") this.setClock();
  }

  private apply(message: ServerMessage | LocalMessage): void {
    this.view = reduce(this.view, message, now());
    this.events.changed();
  }

  private relink(state: LinkState): void {
    this.link = state;
    if (state === "waiting") this.apply({ type: "connection_lost" });
    this.events.changed();
  }

  private beWelcomed(visitorKey: string): void {
    remember("visitor_key", visitorKey);
    if (this.isOutdated) return;
    this.events.welcomed();
    void this.meetCharacters();
    void this.rememberTalks(visitorKey);
  }

  private async rememberTalks(visitorKey: string): Promise<void> {
    try {
      const talks = await fetchTalks(visitorKey, window.fetch.bind(window));
      this.apply({ type: "talks_remembered", talks });
    } catch {
      // Talks go on without their past; it is asked for again at the next welcome.
    }
  }

  async meetCharacters(): Promise<void> {
    if (this.characters.size > 0) return;
    try {
      this.characters = await fetchCharacters();
    } catch {
      // The stream alone carries names and roles; ages and stories are asked for again at the next welcome.
    }
    this.events.changed();
  }

  private setClock(): void {
    const { time, pace, pausedBy } = this.view;
    this.clock = correctClock(this.clock, time, pausedBy === null ? pace : 0, now());
  }

  private hello(): Hello {
    const query = new URLSearchParams(window.location.search);
    return {
      type: "hello",
      lang: this.events.language(),
      name: recall("name") || null,
      visitor_key: recall("visitor_key"),
      token: query.get("token"),
      run: query.get("run"),
      resume_after: this.isKnown ? this.view.seq : null,
    };
  }
}

/** Wall time in milliseconds since 1970 that never goes back. */
export function now(): number {
  return performance.timeOrigin + performance.now();
}

function socketAddress(): string {
  const scheme = window.location.protocol === "https:" ? "wss" : "ws";
  return `${scheme}://${window.location.host}/ws`;
}
