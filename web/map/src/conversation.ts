// The visitor's side of a talk: opens it when needed, keeps a command until it is open, and takes leave.
import type { ClientMessage, ServerMessage } from "./protocol";
import { type LocalMessage, type Talk, isUnderWay } from "./talk";

/** What a conversation needs from the page. */
export interface Surroundings {
  /** False when the village cannot be reached. */
  send(message: ClientMessage): boolean;
  apply(message: LocalMessage): void;
  talkWith(agent: string): Talk | undefined;
}

export class Conversation {
  /** Who is to get their command as soon as the talk is open. */
  private readonly commanded = new Set<string>();

  constructor(private readonly surroundings: Surroundings) {}

  /** Says something, walking up first if need be. False when it could not be sent. */
  say(agent: string, text: string): boolean {
    const words = text.trim();
    if (!words || !this.open(agent)) return false;
    if (!this.surroundings.send({ type: "chat_say", agent, text: words })) return false;
    this.surroundings.apply({ type: "words_sent", agent, text: words });
    return true;
  }

  /** Gives the character its role's command. */
  command(agent: string): void {
    if (this.isOpen(agent)) this.surroundings.send({ type: "command", agent });
    else if (this.open(agent)) this.commanded.add(agent);
  }

  /** Interrupts the reply that is being spoken. */
  interrupt(agent: string): void {
    this.surroundings.send({ type: "chat_stop", agent });
  }

  leave(agent: string): void {
    this.commanded.delete(agent);
    if (isUnderWay(this.surroundings.talkWith(agent))) this.surroundings.send({ type: "chat_close", agent });
  }

  /** Hears what the village says, to go on with what waits for it. */
  hear(message: ServerMessage): void {
    if (message.type === "chat_refused") this.commanded.delete(message.agent);
    if (message.type !== "chat_opened" || !this.commanded.delete(message.agent)) return;
    this.surroundings.send({ type: "command", agent: message.agent });
  }

  private open(agent: string): boolean {
    if (isUnderWay(this.surroundings.talkWith(agent))) return true;
    if (!this.surroundings.send({ type: "chat_open", agent })) return false;
    this.surroundings.apply({ type: "talk_asked", agent });
    return true;
  }

  private isOpen(agent: string): boolean {
    return this.surroundings.talkWith(agent)?.status === "open";
  }
}
