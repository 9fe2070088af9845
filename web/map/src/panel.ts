// The panel of one character: who they are, what they are at and why, the talk with them, and their command.
import { type Word, fill, inLanguage } from "./dictionary";
import { button, element, setAttribute, setHidden, setText } from "./elements";
import { Person, type PersonState } from "./person";
import { MAXIMUM_CHAT_CHARACTERS } from "./protocol";
import { NO_TALK, type Talk, isUnderWay } from "./talk";
import type { PastLine } from "./talk-history";
import { TalkLog } from "./talk-log";
import { type Speaker, talkStatus } from "./wording";

const STARTERS: readonly Word[] = ["starterHello", "starterWho", "starterBusy"];

export interface PanelEvents {
  /** False when the words could not be sent; they then stay in the field. */
  said(text: string): boolean;
  commanded(): void;
  interrupted(): void;
  left(): void;
  found(): void;
  /** Why they do what they do. */
  wondered(): void;
  /** A line of the talk, by its number in the log. */
  lineChosen(event: number): void;
  closed(): void;
}

export interface PanelState extends PersonState {
  talk: Talk | undefined;
  past: readonly PastLine[];
  isThinking: boolean;
  isOnline: boolean;
  /** Why nothing can be said now, though the village may be reached; null where it can. */
  silence: string | null;
}

export class Panel {
  readonly root = element("section", "panel", { "aria-labelledby": "panel-name" });
  private readonly person: Person;
  private readonly log: TalkLog;
  private readonly hint = element("p", "talk-empty");
  private readonly starters: readonly HTMLButtonElement[];
  private readonly opening: HTMLElement;
  private readonly status = element("p", "talk-status", { role: "status" });
  private readonly silence = element("p", "talk-silence", { role: "note" });
  private readonly field = element("input", "say-field", {
    type: "text",
    maxlength: String(MAXIMUM_CHAT_CHARACTERS),
    autocomplete: "off",
    enterkeyhint: "send",
  });
  private readonly send = element("button", "say-send", { type: "submit" });
  private readonly command: HTMLButtonElement;
  private readonly leave: HTMLButtonElement;
  private readonly interrupt: HTMLButtonElement;
  private readonly find: HTMLButtonElement;
  private readonly back: HTMLButtonElement;
  /** What is there only while something can be said. */
  private speaking: readonly HTMLElement[] = [];
  private shown: string | null = null;
  private unsaid = "";

  constructor(private readonly events: PanelEvents) {
    this.person = new Person(() => events.wondered());
    this.log = new TalkLog((line) => events.lineChosen(line));
    this.command = button("command", () => events.commanded());
    this.leave = button("quiet leave", () => events.left());
    this.interrupt = button("quiet stop-reply", () => events.interrupted());
    this.find = button("quiet", () => events.found());
    this.back = button("quiet back", () => events.closed());
    this.starters = STARTERS.map(() => button("starter", () => undefined));
    for (const starter of this.starters) starter.addEventListener("click", () => events.said(starter.textContent ?? ""));
    this.opening = element("div", "opening", {}, [this.hint, element("div", "starters", {}, this.starters)]);
    // What there is to know scrolls with the talk, below the first words that one might say.
    this.log.root.prepend(this.opening, this.person.rest);
    this.root.append(this.header(), this.log.root, this.form());
  }

  render(state: PanelState, speaker: Speaker): void {
    this.showFirst(state.agent.id);
    this.person.render(state, speaker);
    setText(this.back, speaker.dictionary.back);
    setText(this.find, speaker.dictionary.find);
    this.renderTalk(state, speaker);
    this.renderManners(state.talk ?? NO_TALK, speaker);
    this.giveBack(state.talk ?? NO_TALK);
    this.renderForm(state, speaker);
  }

  /** Puts the keyboard at the beginning of the panel. */
  focus(): void {
    this.person.focus();
  }

  private header(): HTMLElement {
    const actions = element("div", "panel-actions", {}, [this.back, this.find]);
    return element("header", "panel-head", {}, [actions, this.person.head]);
  }

  private form(): HTMLElement {
    const form = element("form", "say", {}, [this.field, this.send]);
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      if (this.events.said(this.field.value)) this.field.value = "";
    });
    const manners = element("div", "manners", {}, [this.status, this.interrupt, this.leave]);
    this.speaking = [manners, form];
    return element("footer", "panel-foot", {}, [this.silence, manners, form, this.command]);
  }

  /** A newly chosen person starts with nothing half typed. */
  private showFirst(id: string): void {
    if (this.shown === id) return;
    this.shown = id;
    this.field.value = "";
    this.unsaid = "";
    this.person.fold();
    this.log.begin();
  }

  /** Words that nobody heard are put back into the field, unless there is something in it; heard after all, taken out. */
  private giveBack({ unsaid }: Talk): void {
    if (unsaid === this.unsaid) return;
    const isUntouched = this.field.value === this.unsaid.slice(0, MAXIMUM_CHAT_CHARACTERS);
    if (this.field.value === "" || isUntouched) this.field.value = unsaid.slice(0, MAXIMUM_CHAT_CHARACTERS);
    this.unsaid = unsaid;
  }

  private renderTalk(state: PanelState, { dictionary, language }: Speaker): void {
    const { agent, talk = NO_TALK, past, isThinking, silence } = state;
    const name = inLanguage(agent.name, language);
    this.log.render(talk, past, fill(dictionary.talkWith, { name }), isThinking, dictionary);
    setText(this.status, talkStatus(talk, name, dictionary));
    const isBegun = talk.lines.length > 0 || past.length > 0;
    if (isBegun && !this.opening.hidden) this.person.makeRoom();
    setHidden(this.opening, isBegun || silence !== null);
    setText(this.hint, dictionary.talkEmpty);
    STARTERS.forEach((word, index) => setText(this.starters[index] as Element, dictionary[word]));
  }

  /** Turning back while walking up, taking leave, and cutting a reply short, while one is awaited or spoken. */
  private renderManners(talk: Talk, { dictionary }: Speaker): void {
    setText(this.leave, talk.status === "asked" ? dictionary.withdraw : dictionary.leave);
    setHidden(this.leave, !isUnderWay(talk));
    setText(this.interrupt, dictionary.stopReply);
    setHidden(this.interrupt, talk.status !== "open" || (talk.partial === "" && !talk.awaiting));
  }

  private renderForm({ agent, character, isOnline, silence }: PanelState, { dictionary, language }: Speaker): void {
    const name = inLanguage(agent.name, language);
    const words = fill(dictionary.sayPlaceholder, { name });
    setAttribute(this.field, "placeholder", words);
    setAttribute(this.field, "aria-label", words);
    setText(this.send, dictionary.send);
    setText(this.silence, silence ?? "");
    setHidden(this.silence, silence === null);
    for (const part of this.speaking) setHidden(part, silence !== null);
    setHidden(this.command, !character || silence !== null);
    const command = character ? inLanguage(character.command, language) : "";
    setText(this.command, command);
    setAttribute(this.command, "aria-label", fill(dictionary.command, { name }) + command);
    for (const control of [this.send, this.command, ...this.starters]) control.disabled = !isOnline;
  }
}
