// Why: a dialog that says, of a line or a deed, who decided it, what made them think, and what a model was asked.
import { Dialog } from "./dialog";
import { type Dictionary, fill, inLanguage } from "./dictionary";
import { button, element } from "./elements";
import type { View } from "./view";
import { type Answer, type Asked, type Why, fetchWhy } from "./why";
import { attemptView, badge, fold, memoryList, moment, quotation } from "./why-parts";
import type { Speaker } from "./wording";

export class WhyDialog {
  private readonly dialog: Dialog;
  private asked: Asked | null = null;
  private answer: Answer = { kind: "awaited" };
  /** What is shown was made from this answer, in this language. */
  private shown: { answer: Answer; dictionary: Dictionary } | null = null;

  constructor(
    container: HTMLElement,
    private readonly visitorKey: () => string | null,
    private readonly changed: () => void,
  ) {
    this.dialog = new Dialog(container, "why");
    this.dialog.body.setAttribute("aria-live", "polite");
  }

  /** Opens, and asks the village. */
  ask(asked: Asked): void {
    this.asked = asked;
    this.tell({ kind: "awaited" });
    this.dialog.open();
    void this.fetch(asked);
  }

  render({ agents }: View, speaker: Speaker): void {
    const { dictionary } = speaker;
    this.dialog.name(dictionary.whyTitle, dictionary.close);
    if (!this.dialog.isOpen) return;
    if (this.shown?.answer === this.answer && this.shown.dictionary === dictionary) return;
    this.shown = { answer: this.answer, dictionary };
    const nameOf = (id: string) => {
      const agent = agents.get(id);
      return agent ? inLanguage(agent.name, speaker.language) : id;
    };
    this.dialog.body.replaceChildren(...this.contents(speaker, nameOf));
  }

  private async fetch(asked: Asked): Promise<void> {
    const answer = await fetchWhy(asked, this.visitorKey(), window.fetch.bind(window));
    if (asked === this.asked) this.tell(answer);
  }

  private tell(answer: Answer): void {
    this.answer = answer;
    this.changed();
  }

  private contents(speaker: Speaker, nameOf: (id: string) => string): Node[] {
    const { dictionary } = speaker;
    switch (this.answer.kind) {
      case "awaited":
        return [element("p", "why-state", {}, [dictionary.whyLoading])];
      case "unknown":
        return [element("p", "why-state", {}, [dictionary.whyUnknown])];
      case "failed":
        return [element("p", "why-state", {}, [dictionary.whyFailed]), this.again(dictionary)];
      case "told":
        return contentsOf(this.answer.why, speaker, nameOf);
    }
  }

  private again(dictionary: Dictionary): HTMLElement {
    const press = button("outside-press", () => this.asked && this.ask(this.asked));
    press.textContent = dictionary.whyAgain;
    return press;
  }
}

function contentsOf(why: Why, speaker: Speaker, nameOf: (id: string) => string): Node[] {
  const { dictionary, language } = speaker;
  const head = element("p", "why-head", {}, [
    element("strong", "why-who", {}, [nameOf(why.agent)]),
    element("span", "why-when", {}, [moment(why.time, dictionary)]),
    badge(why.mind, dictionary),
    ...(why.private ? [element("span", "why-private", {}, [dictionary.whyPrivate])] : []),
  ]);
  const action = element("p", "why-action", {}, [inLanguage(why.action, language)]);
  const cause = element("p", "why-cause", {}, [inLanguage(why.cause, language)]);
  return [head, action, cause, terms(why, speaker, nameOf), ...memories(why, speaker), ...depths(why, speaker)];
}

/** What made them think, who of two it was, and what they chose of what. */
function terms(why: Why, { dictionary, language }: Speaker, nameOf: (id: string) => string): HTMLElement {
  const pairs: [string, string][] = [];
  if (why.trigger) pairs.push([dictionary.whyTrigger, inLanguage(why.trigger, language)]);
  if (why.decider && why.decider !== why.agent) pairs.push([dictionary.whyDecider, nameOf(why.decider)]);
  if (why.choice && why.options.length > 1) {
    const others = why.options.filter((option) => option !== why.choice).join(", ");
    pairs.push([dictionary.whyChoice, fill(dictionary.whyChosen, { choice: why.choice, others })]);
  }
  const nodes = pairs.flatMap(([term, meaning]) => [element("dt", "", {}, [term]), element("dd", "", {}, [meaning])]);
  return element("dl", "terms", {}, nodes);
}

function memories(why: Why, speaker: Speaker): Node[] {
  if (why.memories.length === 0) return [];
  return [element("h3", "", {}, [speaker.dictionary.whyMemories]), memoryList(why.memories, speaker)];
}

/** What was perceived, and what a model was asked: for those who want to know it to the letter. */
function depths(why: Why, speaker: Speaker): Node[] {
  const { dictionary } = speaker;
  const seen = why.observation ? [fold(dictionary.whyObservation, [quotation(JSON.stringify(why.observation, null, 2))])] : [];
  const isGone = why.attempts.length === 0 && why.mind !== "rule";
  const gone = isGone ? [element("p", "why-state", {}, [dictionary.whyGone])] : [];
  return [...seen, ...why.attempts.map((attempt, index) => attemptView(attempt, index + 1, why, speaker)), ...gone];
}
