// The websocket to the village: says hello, hands on what comes, and comes back after every loss.
import { type Link, type LinkState, UNLINKED, duty, linkAfter } from "./link";
import type { ClientMessage, Hello, ServerMessage } from "./protocol";

const TICK_MILLISECONDS = 250;

export interface ConnectionEvents {
  /** The first message of each connection; asked for anew each time, since it names the last `seq` seen. */
  hello(): Hello;
  received(message: ServerMessage): void;
  changed(state: LinkState): void;
}

export class Connection {
  private socket: WebSocket | null = null;
  private link: Link = UNLINKED;

  constructor(
    private readonly address: string,
    private readonly events: ConnectionEvents,
  ) {}

  /** Connects, and stays connected for as long as the page lives. */
  start(): void {
    this.attempt();
    window.setInterval(() => this.tick(), TICK_MILLISECONDS);
    window.addEventListener("online", () => this.attemptSoon());
  }

  /** False when there is no connection: nothing is queued, since the village would have moved on. */
  send(message: ClientMessage): boolean {
    if (this.socket?.readyState !== WebSocket.OPEN || this.link.state !== "online") return false;
    this.socket.send(JSON.stringify(message));
    return true;
  }

  /** Says hello again, for example in another language. */
  restart(): void {
    if (this.link.state === "waiting") return this.attemptSoon();
    this.forget();
    this.attempt();
  }

  private attempt(): void {
    this.advance({ ...linkAfter(this.link, { kind: "attempted", wall: Date.now() }) });
    const socket = new WebSocket(this.address);
    this.socket = socket;
    socket.addEventListener("open", () => socket.send(JSON.stringify(this.events.hello())));
    socket.addEventListener("message", (event) => this.hear(event));
    socket.addEventListener("close", () => {
      if (socket === this.socket) this.lose();
    });
  }

  private attemptSoon(): void {
    if (this.link.state === "waiting") this.link = { ...this.link, retryAt: 0 };
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
    const due = duty(this.link, Date.now());
    if (due === "attempt") this.attempt();
    else if (due === "drop") this.lose();
    else if (due === "ping") this.ping();
  }

  private ping(): void {
    this.link = { ...this.link, pingedAt: Date.now() };
    this.send({ type: "ping" });
  }

  private advance(link: Link): void {
    const changed = link.state !== this.link.state || this.link === UNLINKED;
    this.link = link;
    if (changed) this.events.changed(link.state);
  }
}
