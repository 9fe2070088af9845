// The websocket to the village: says hello, hands on what comes, and comes back after every loss.
import { type Link, type LinkState, UNLINKED, duty, linkAfter, shownState } from "./link";
import type { ClientMessage, Hello, ServerMessage } from "./protocol";

const TICK_MILLISECONDS = 250;
/** A tick that comes this late betrays that the page or the whole machine slept: nobody says so. */
const SLEEP_MILLISECONDS = 5000;

export interface ConnectionEvents {
  /** The first message of each connection; asked for anew each time, since it names the last `seq` seen. */
  hello(): Hello;
  received(message: ServerMessage): void;
  changed(state: LinkState): void;
}

export class Connection {
  private socket: WebSocket | null = null;
  private link: Link = UNLINKED;
  /** Wall time of the last tick, on the clock that goes on while the machine sleeps. */
  private tickedAt = Date.now();

  constructor(
    private readonly address: string,
    private readonly events: ConnectionEvents,
  ) {}

  /** Connects, and stays connected for as long as the page lives. */
  start(): void {
    this.attempt();
    window.setInterval(() => this.tick(), TICK_MILLISECONDS);
    window.addEventListener("online", () => this.wake());
    window.addEventListener("pageshow", () => this.wake());
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "visible") this.wake();
    });
  }

  /** False when there is no connection: nothing is queued, since the village would have moved on. */
  send(message: ClientMessage): boolean {
    if (this.socket?.readyState !== WebSocket.OPEN || this.link.state !== "online") return false;
    this.socket.send(JSON.stringify(message));
    return true;
  }

  /** Says hello again, for example in another language. */
  restart(): void {
    this.forget();
    this.attempt();
  }

  private attempt(): void {
    this.advance(linkAfter(this.link, { kind: "attempted", wall: Date.now() }));
    const socket = new WebSocket(this.address);
    this.socket = socket;
    socket.addEventListener("open", () => socket.send(JSON.stringify(this.events.hello())));
    socket.addEventListener("message", (event) => this.hear(event));
    socket.addEventListener("close", () => {
      if (socket === this.socket) this.lose();
    });
  }

  /** The page is back, from wherever it was: the line is looked after now, and not when its patience is over. */
  private wake(): void {
    this.advance(linkAfter(this.link, { kind: "woke", wall: Date.now() }));
    this.look();
  }

  private hear(event: MessageEvent): void {
    if (event.target !== this.socket || typeof event.data !== "string") return;
    this.advance(linkAfter(this.link, { kind: "heard", wall: Date.now() }));
    this.events.received(JSON.parse(event.data) as ServerMessage);
  }

  private lose(): void {
    this.forget();
    this.advance(linkAfter(this.link, { kind: "closed", wall: Date.now(), spread: Math.random() }));
  }

  /** Takes leave of the socket, so that what it still says is not heard. */
  private forget(): void {
    const socket = this.socket;
    this.socket = null;
    if (!socket) return;
    socket.close();
  }

  private tick(): void {
    const wall = Date.now();
    const hasSlept = wall - this.tickedAt > SLEEP_MILLISECONDS;
    this.tickedAt = wall;
    if (hasSlept) this.wake();
    else this.look();
  }

  /** Does what is due. */
  private look(): void {
    const due = duty(this.link, Date.now());
    if (due === "attempt") this.attempt();
    else if (due === "drop") this.lose();
    else if (due === "ping") this.ping();
  }

  private ping(): void {
    this.advance(linkAfter(this.link, { kind: "pinged", wall: Date.now() }));
    this.send({ type: "ping" });
  }

  private advance(link: Link): void {
    const changed = shownState(link) !== shownState(this.link) || this.link === UNLINKED;
    this.link = link;
    if (changed) this.events.changed(shownState(link));
  }
}
