// Who a panel is about: portrait, name and role, what they do, where, in what mood and why; their plan and their story.
import type { AgentDetails } from "./agent-details";
import type { Character } from "./characters";
import { fill, inLanguage } from "./dictionary";
import { button, element, setAttribute, setHidden, setText } from "./elements";
import { portraitAddress } from "./pictures";
import { PlanList } from "./plan-list";
import type { AgentView, PlaceView } from "./protocol";
import type { Speaker } from "./wording";

/** As wide as the style sheet's page with a side. */
const ROOMY = "(min-width: 761px)";

export interface PersonState {
  agent: AgentView;
  character: Character | undefined;
  details: AgentDetails | null;
  doing: string;
  whereabouts: string;
  time: number;
  places: ReadonlyMap<string, PlaceView>;
}

export class Person {
  readonly head = element("div", "panel-person");
  readonly rest = element("div", "panel-more");
  private readonly portrait = element("img", "portrait portrait-large", { alt: "", width: "96", height: "96" });
  private readonly name = element("h2", "panel-name", { id: "panel-name", tabindex: "-1" });
  private readonly role = element("p", "panel-role");
  private readonly doing = element("p", "panel-doing");
  private readonly why = element("span");
  private readonly more: HTMLButtonElement;
  private readonly motive: HTMLElement;
  private readonly mood = element("span", "panel-mood");
  private readonly plan = new PlanList();
  private readonly facts = element("dl", "facts");
  private readonly summary = element("summary");
  private readonly story = element("details", "more story", {}, [this.summary, this.facts]);

  /** `wondered`: the visitor wants to know more of why they do what they do. */
  constructor(wondered: () => void) {
    this.more = button("why-more", wondered);
    this.motive = element("p", "panel-why", {}, [this.why, " ", this.more]);
    const words = element("div", "panel-words", {}, [this.name, this.role, this.mood, this.doing, this.motive]);
    this.head.append(this.portrait, words);
    this.rest.append(this.plan.root, this.story);
  }

  /** Puts the keyboard on the name. */
  focus(): void {
    this.name.focus({ preventScroll: true });
  }

  /** Another person's story begins closed, and their plan too where there is little room. */
  fold(): void {
    this.plan.root.open = window.matchMedia(ROOMY).matches;
    this.story.open = false;
  }

  /** A talk begins: the plan gives way to the words. */
  makeRoom(): void {
    this.plan.root.open = false;
  }

  render(state: PersonState, speaker: Speaker): void {
    const { agent, character, details, doing, whereabouts } = state;
    const { dictionary, language } = speaker;
    setAttribute(this.portrait, "src", portraitAddress(agent.id));
    setText(this.name, inLanguage(agent.name, language));
    const age = character ? fill(dictionary.age, { age: character.age }) : "";
    setText(this.role, [inLanguage(agent.role, language), age].filter(Boolean).join(" · "));
    setText(this.doing, [doing, whereabouts].filter(Boolean).join(" · "));
    setAttribute(this.doing, "data-state", agent.state);
    this.renderDetails(details, speaker);
    this.plan.render(details?.plan ?? [], state.time, state.places, speaker);
    this.renderStory(character, speaker);
  }

  private renderDetails(details: AgentDetails | null, { dictionary, language }: Speaker): void {
    setHidden(this.mood, !details);
    setHidden(this.motive, !details);
    if (!details) return;
    setText(this.mood, inLanguage(details.mood, language));
    setAttribute(this.mood, "title", dictionary.mood);
    setAttribute(this.mood, "data-mood", details.mood.id);
    setText(this.why, inLanguage(details.why, language));
    setAttribute(this.why, "title", dictionary.why);
    setText(this.more, dictionary.whyNow);
    setAttribute(this.more, "aria-label", fill(dictionary.whyNowHint, { name: this.name.textContent ?? "" }));
  }

  private renderStory(character: Character | undefined, { dictionary, language }: Speaker): void {
    setHidden(this.story, !character);
    if (!character) return;
    setText(this.summary, dictionary.background);
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
}
