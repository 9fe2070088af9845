// The bar over two recordings: what time it is in both, whom to follow, colours and language.
import { dayAndTime, timeOfDay } from "./clock";
import { type Dictionary, fill, inLanguage } from "./dictionary";
import { button, element, setAttribute, setText } from "./elements";
import { icon, setIcon } from "./icons";
import type { AgentView } from "./protocol";
import { skyPhase } from "./sky";
import type { ThemeChoice } from "./theme";
import { THEME_WORDS } from "./toolbar";
import type { Speaker } from "./wording";

export interface CompareHeaderEvents {
  followed(id: string | null): void;
  themeToggled(): void;
  languageToggled(): void;
}

export interface CompareHeaderState {
  /** Simulated seconds; null until it is known. */
  time: number | null;
  /** Everybody who lives in either run. */
  agents: readonly AgentView[];
  selected: string | null;
  theme: ThemeChoice;
}

export class CompareHeader {
  private readonly title = element("h1", "wordmark");
  private readonly subtitle = element("span", "compare-title");
  private readonly sky = element("span", "sky", { "aria-hidden": "true" });
  private readonly day = element("span", "day");
  private readonly hour = element("time", "hour");
  private readonly label = element("span", "compare-label");
  private readonly people = element("select", "compare-people");
  private readonly themeIcon = icon();
  private readonly theme: HTMLButtonElement;
  private readonly language: HTMLButtonElement;
  /** Who can be chosen, as they are called in the list now. */
  private listed = "";

  constructor(container: HTMLElement, events: CompareHeaderEvents) {
    this.theme = button("theme", events.themeToggled);
    this.theme.append(this.themeIcon);
    this.language = button("language", events.languageToggled);
    this.people.addEventListener("change", () => events.followed(this.people.value || null));
    container.append(
      element("div", "brand", {}, [element("span", "seal", { "aria-hidden": "true" }), this.title]),
      this.subtitle,
      element("div", "clock", {}, [this.sky, element("div", "clock-words", {}, [this.day, this.hour])]),
      element("label", "compare-follow", {}, [this.label, this.people]),
      element("div", "badges", {}, [this.theme, this.language]),
    );
  }

  render(state: CompareHeaderState, speaker: Speaker): void {
    const { dictionary } = speaker;
    setText(this.title, dictionary.title);
    setText(this.subtitle, dictionary.compare);
    this.renderClock(state, dictionary);
    setText(this.label, dictionary.follow);
    this.renderPeople(state, speaker);
    setIcon(this.themeIcon, state.theme);
    for (const name of ["aria-label", "title"]) setAttribute(this.theme, name, dictionary[THEME_WORDS[state.theme]]);
    setText(this.language, dictionary.language);
    setAttribute(this.language, "title", dictionary.languageHint);
  }

  private renderClock({ time }: CompareHeaderState, dictionary: Dictionary): void {
    if (time === null) return;
    const { day, minuteOfDay } = dayAndTime(time);
    setText(this.day, fill(dictionary.day, { day }));
    setText(this.hour, timeOfDay(time));
    setAttribute(this.sky, "data-phase", skyPhase(minuteOfDay));
  }

  private renderPeople({ agents, selected }: CompareHeaderState, { dictionary, language }: Speaker): void {
    const people = agents.map(({ id, name }) => [id, inLanguage(name, language)] as const);
    const choices = [["", dictionary.followNobody] as const, ...people];
    const listed = JSON.stringify(choices);
    if (listed !== this.listed) {
      this.listed = listed;
      this.people.replaceChildren(...choices.map(([value, name]) => element("option", "", { value }, [name])));
    }
    if (this.people.value !== (selected ?? "")) this.people.value = selected ?? "";
  }
}
