// The panel of one character: who they are, what they are at, the talk with them, and their command.
import type { Character } from "./characters";
import { type Word, fill, inLanguage } from "./dictionary";
import { button, element, setAttribute, setHidden, setText } from "./elements";
import { portraitAddress } from "./pictures";
import { type AgentView, MAXIMUM_CHAT_CHARACTERS } from "./protocol";
import { NO_TALK, type Talk, isUnderWay } from "./talk";
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
  closed(): void;
}

export interface PanelState {
  agent: AgentView;
  character: Character | undefined;
  talk: Talk | undefined;
  doing: string;
  whereabouts: string;
  isThinking: boolean;
  isOnline: boolean;
}

export class Panel {
  readonly root = element("section", "panel", { "aria-labelledby": "panel-name" });
  private readonly portrait = element("img", "portrait portrait-large", { alt: "", width: "96", height: "96" });
  private readonly name = element("h2", "panel-name", { id: "panel-name", tabindex: "-1" });
  private readonly role = element("p", "panel-role");
  private readonly doing = element("p", "panel-doing");
  private readonly facts = element("dl", "facts");
  private readonly more = element("details", "more", {}, [element("summary"), this.facts]);
  private readonly log = new TalkLog();
  private readonly hint = element("p", "talk-empty");
  private readonly starters: readonly HTMLButtonElement[];
  private readonly opening: HTMLElement;
  private readonly status = element("p", "talk-status", { role: "status" });
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
  private shown: string | null = null;

  constructor(private readonly events: PanelEvents) {
    this.command = button("command", () => events.commanded());
    this.leave = button("quiet", () => events.left());
    this.interrupt = button("quiet", () => events.interrupted());
    this.find = button("quiet", () => events.found());
    this.back = button("quiet back", () => events.closed());
    this.starters = STARTERS.map(() => button("starter", () => undefined));
    for (const starter of this.starters) starter.addEventListener("click", () => events.said(starter.textContent ?? ""));
    this.opening = element("div", "opening", {}, [this.hint, element("div", "starters", {}, this.starters)]);
    this.root.append(this.header(), this.more, this.talk(), this.form());
  }

  render(state: PanelState, speaker: Speaker): void {
    this.renderPerson(state, speaker);
    this.renderFacts(state.character, speaker);
    this.renderTalk(state, speaker);
    this.renderForm(state, speaker);
    this.showFirst(state.agent.id);
  }

  /** Puts the keyboard at the beginning of the panel. */
  focus(): void {
    this.name.focus({ preventScroll: true });
  }

  private header(): HTMLElement {
    const words = element("div", "panel-words", {}, [this.name, this.role, this.doing]);
    const actions = element("div", "panel-actions", {}, [this.back, this.find]);
    return element("header", "panel-head", {}, [actions, element("div", "panel-person", {}, [this.portrait, words])]);
  }

  private talk(): HTMLElement {
    this.log.root.prepend(this.opening);
    return this.log.root;
  }

  private form(): HTMLElement {
    const form = element("form", "say", {}, [this.field, this.send]);
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      if (this.events.said(this.field.value)) this.field.value = "";
    });
    const manners = element("div", "manners", {}, [this.status, this.interrupt, this.leave]);
    return element("footer", "panel-foot", {}, [manners, form, this.command]);
  }

  /** A newly chosen person starts at the top, with nothing half typed. */
  private showFirst(id: string): void {
    if (this.shown === id) return;
    this.shown = id;
    this.field.value = "";
    this.more.open = false;
    this.log.root.scrollTop = this.log.root.scrollHeight;
  }

  private renderPerson({ agent, character, doing, whereabouts }: PanelState, speaker: Speaker): void {
    const { dictionary, language } = speaker;
    setAttribute(this.portrait, "src", portraitAddress(agent.id));
    setText(this.name, inLanguage(agent.name, language));
    const age = character ? fill(dictionary.age, { age: character.age }) : "";
    setText(this.role, [inLanguage(agent.role, language), age].filter(Boolean).join(" · "));
    setText(this.doing, [doing, whereabouts].filter(Boolean).join(" · "));
    setAttribute(this.doing, "data-state", agent.state);
    setText(this.back, dictionary.back);
    setText(this.find, dictionary.find);
  }

  private renderFacts(character: Character | undefined, { dictionary, language }: Speaker): void {
    setHidden(this.more, !character);
    if (!character) return;
    setText(this.more.querySelector("summary") as Element, dictionary.background);
    const facts = [
      ["", character.background],
      [dictionary.temper, character.temperament],
      [dictionary.wearing, character.clothing],
    ] as const;
    const texts = facts.flatMap(([label, words]) => [label, inLanguage(words, language)]);
    texts.forEach((text, index) => {
      const node = this.facts.children[index] ?? this.facts.appendChild(element(index % 2 ? "dd" : "dt"));
      setText(node, text);
    });
  }

  private renderTalk({ agent, talk = NO_TALK, isThinking }: PanelState, { dictionary, language }: Speaker): void {
    const name = inLanguage(agent.name, language);
    this.log.render(talk, fill(dictionary.talkWith, { name }), isThinking, dictionary);
    setText(this.status, talkStatus(talk, name, dictionary));
    setHidden(this.opening, talk.lines.length > 0);
    setText(this.hint, dictionary.talkEmpty);
    STARTERS.forEach((word, index) => setText(this.starters[index] as Element, dictionary[word]));
    setText(this.leave, dictionary.leave);
    setHidden(this.leave, !isUnderWay(talk));
    setText(this.interrupt, dictionary.stopReply);
    setHidden(this.interrupt, talk.partial === "");
  }

  private renderForm({ agent, character, isOnline }: PanelState, { dictionary, language }: Speaker): void {
    const name = inLanguage(agent.name, language);
    const words = fill(dictionary.sayPlaceholder, { name });
    setAttribute(this.field, "placeholder", words);
    setAttribute(this.field, "aria-label", words);
    setText(this.send, dictionary.send);
    setHidden(this.command, !character);
    const command = character ? inLanguage(character.command, language) : "";
    setText(this.command, command);
    setAttribute(this.command, "aria-label", fill(dictionary.command, { name }) + command);
    for (const control of [this.send, this.command, ...this.starters]) control.disabled = !isOnline;
  }
}
