// The bar on top: the seal, day and hour, pace and pause, who thinks for the villagers, language, connection.
import { dayAndTime, timeOfDay } from "./clock";
import { type Word, fill, hourName } from "./dictionary";
import { button, element, setAttribute, setHidden, setText } from "./elements";
import type { LinkState } from "./link";
import type { Mind } from "./protocol";
import { skyPhase } from "./sky";
import type { Speaker } from "./wording";

const PACES: readonly (readonly [number, Word])[] = [
  [10, "paceSlow"],
  [30, "paceNormal"],
  [120, "paceFast"],
  [600, "paceRush"],
];

export interface ToolbarEvents {
  paceChosen(factor: number): void;
  pauseToggled(): void;
  languageToggled(): void;
}

export interface ToolbarState {
  time: number | null;
  pace: number;
  /** Who paused, in words; null while time goes on. */
  pausedBy: string | null;
  mind: Mind | null;
  link: LinkState;
}

export class Toolbar {
  private readonly title = element("h1", "wordmark");
  private readonly sky = element("span", "sky", { "aria-hidden": "true" });
  private readonly day = element("span", "day");
  private readonly hour = element("time", "hour");
  private readonly watch = element("span", "watch");
  private readonly paces: readonly HTMLButtonElement[];
  private readonly paceGroup = element("div", "paces", { role: "group" });
  private readonly pause: HTMLButtonElement;
  private readonly mind = element("span", "mind");
  private readonly link = element("span", "link", { role: "status" });
  private readonly language: HTMLButtonElement;

  constructor(container: HTMLElement, events: ToolbarEvents) {
    this.paces = PACES.map(([factor]) => button("pace", () => events.paceChosen(factor)));
    this.pause = button("pause", events.pauseToggled);
    this.language = button("language", events.languageToggled);
    this.paceGroup.append(...this.paces);
    container.append(
      element("div", "brand", {}, [element("span", "seal", { "aria-hidden": "true" }), this.title]),
      element("div", "clock", {}, [this.sky, element("div", "clock-words", {}, [this.day, this.hour, this.watch])]),
      element("div", "tempo", {}, [this.paceGroup, this.pause]),
      element("div", "badges", {}, [this.link, this.mind, this.language]),
    );
  }

  render(state: ToolbarState, speaker: Speaker): void {
    this.renderClock(state.time, speaker);
    this.renderPace(state, speaker);
    this.renderBadges(state, speaker);
  }

  private renderClock(time: number | null, { dictionary }: Speaker): void {
    setText(this.title, dictionary.title);
    if (time === null) return;
    const { day, hour, minuteOfDay } = dayAndTime(time);
    setText(this.day, fill(dictionary.day, { day }));
    setText(this.hour, timeOfDay(time));
    setText(this.watch, hourName(dictionary, hour));
    setAttribute(this.sky, "data-phase", skyPhase(minuteOfDay));
  }

  private renderPace({ time, pace, pausedBy }: ToolbarState, { dictionary }: Speaker): void {
    setAttribute(this.paceGroup, "aria-label", dictionary.pace);
    PACES.forEach(([factor, word], index) => {
      const choice = this.paces[index] as HTMLButtonElement;
      setText(choice, dictionary[word]);
      setAttribute(choice, "title", fill(dictionary.paceHint, { factor }));
      setAttribute(choice, "aria-pressed", String(pace === factor));
      choice.disabled = time === null;
    });
    setText(this.pause, pausedBy === null ? dictionary.pause : dictionary.resume);
    setAttribute(this.pause, "aria-pressed", String(pausedBy !== null));
    this.pause.disabled = time === null;
  }

  private renderBadges({ mind, link }: ToolbarState, { dictionary }: Speaker): void {
    const words: Record<LinkState, Word> = { connecting: "connecting", online: "online", waiting: "reconnecting" };
    setText(this.link, dictionary[words[link]]);
    setAttribute(this.link, "data-state", link);
    setHidden(this.mind, mind === null);
    const model = mind?.model ?? "";
    const isModel = mind?.kind === "model";
    setText(this.mind, fill(isModel ? dictionary.mindModel : dictionary.mindScripted, { model }));
    setAttribute(this.mind, "title", fill(isModel ? dictionary.mindModelHint : dictionary.mindScriptedHint, { model }));
    setAttribute(this.mind, "data-kind", mind?.kind ?? "");
    setText(this.language, dictionary.language);
    setAttribute(this.language, "title", dictionary.languageHint);
  }
}
