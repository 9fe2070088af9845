// The visitor's side of a talk: opens it when needed, speaks, commands, and takes leave.
//
// The village holds words and commands until the talk is open, so nothing waits here.
import type { ClientMessage } from "./protocol";
import { type LocalMessage, type Talk, isUnderWay } from "./talk";

/** What a conversation needs from the page. */
export interface Surroundings {
  /** False when the village cannot be reached. */
  send(message: ClientMessage): boolean;
  apply(message: LocalMessage): void;
  talkWith(agent: string): Talk | undefined;
}

export class Conversation {
  constructor(private readonly surroundings: Surroundings) {}

  /** Says something, walking up first if need be. False when it could not be sent. */
  say(agent: string, text: string): boolean {
    const words = text.trim();
    if (!words || !this.open(agent)) return false;
    if (!this.surroundings.send({ type: "chat_say", agent, text: words })) return false;
    this.surroundings.apply({ type: "words_sent", agent, text: words });
    return true;
  }

  /** Gives the character its role's command, walking up first if need be. */
  command(agent: string): void {
    if (this.open(agent)) this.surroundings.send({ type: "command", agent });
  }

  /** Interrupts the reply that is being spoken. */
  interrupt(agent: string): void {
    this.surroundings.send({ type: "chat_stop", agent });
  }

  leave(agent: string): void {
    if (isUnderWay(this.surroundings.talkWith(agent))) this.surroundings.send({ type: "chat_close", agent });
  }

  private open(agent: string): boolean {
    if (isUnderWay(this.surroundings.talkWith(agent))) return true;
    if (!this.surroundings.send({ type: "chat_open", agent })) return false;
    this.surroundings.apply({ type: "talk_asked", agent });
    return true;
  }
}
