// The bar on top: the seal, day and hour, the weather, pace and pause, who is here, who thinks, colours, language.
import { dayAndTime, timeOfDay } from "./clock";
import { companyWords } from "./company";
import { type Word, fill, hourName } from "./dictionary";
import { button, element, setAttribute, setHidden, setText } from "./elements";
import { icon, setIcon } from "./icons";
import type { LinkState } from "./link";
import type { Mind, Snapshot } from "./protocol";
import type { RunInfo } from "./recording";
import { RecordingNote } from "./recording-note";
import { skyPhase } from "./sky";
import type { StageKind } from "./stage";
import type { ThemeChoice } from "./theme";
import type { Speaker } from "./wording";

const PACES: readonly (readonly [number, Word])[] = [
  [10, "paceSlow"],
  [30, "paceNormal"],
  [120, "paceFast"],
  [600, "paceRush"],
];
const LINKS: Record<LinkState, Word> = { connecting: "connecting", online: "online", waiting: "reconnecting" };
const MINDS: Record<Mind["kind"] | "away", readonly [Word, Word]> = {
  scripted: ["mindScripted", "mindScriptedHint"],
  model: ["mindModel", "mindModelHint"],
  away: ["mindAway", "mindAwayHint"],
};
export const THEME_WORDS: Record<ThemeChoice, Word> = { auto: "themeAuto", light: "themeLight", dark: "themeDark" };

export interface ToolbarEvents {
  paceChosen(factor: number): void;
  pauseToggled(): void;
  languageToggled(): void;
  themeToggled(): void;
  mindAsked(): void;
  companyAsked(): void;
  pastToggled(): void;
  happenAsked(): void;
  newsAsked(): void;
}

export interface ToolbarState {
  time: number | null;
  weather: Snapshot["weather"] | null;
  pace: number;
  /** Who set the pace, in words; null when nobody did. */
  paceBy: string | null;
  isPaused: boolean;
  mind: Mind | null;
  mindAnswers: boolean;
  link: LinkState;
  visitors: number;
  theme: ThemeChoice;
  /** What is shown: now, the past of a village that lives on, or a recording. */
  stage: StageKind;
  /** Whether the past can be looked at. */
  hasPast: boolean;
  recording: RunInfo | null;
  /** What time it is in the village now, whatever is shown. */
  present: number;
}

export class Toolbar {
  private readonly title = element("h1", "wordmark");
  private readonly sky = element("span", "sky", { "aria-hidden": "true" });
  private readonly day = element("span", "day");
  private readonly hour = element("time", "hour");
  private readonly watch = element("span", "watch");
  private readonly weatherIcon = icon();
  private readonly weatherWord = element("span", "weather-word");
  private readonly weather = element("div", "weather", {}, [this.weatherIcon, this.weatherWord]);
  private readonly paces: readonly HTMLButtonElement[];
  private readonly paceGroup = element("div", "paces", { role: "group" });
  private readonly pause: HTMLButtonElement;
  private readonly mind: HTMLButtonElement;
  private readonly link = element("span", "link", { role: "status" });
  private readonly companyCount = element("span");
  private readonly company: HTMLButtonElement;
  private readonly recording = new RecordingNote();
  private readonly tempo = element("div", "tempo", {}, [this.paceGroup]);
  private readonly happenWord = element("span", "toolbar-press-word");
  private readonly happen: HTMLButtonElement;
  private readonly newsWord = element("span", "toolbar-press-word");
  private readonly news: HTMLButtonElement;
  private readonly pastIcon = icon();
  private readonly pastWord = element("span", "toolbar-press-word");
  private readonly past: HTMLButtonElement;
  private readonly themeIcon = icon();
  private readonly theme: HTMLButtonElement;
  private readonly language: HTMLButtonElement;

  constructor(container: HTMLElement, events: ToolbarEvents) {
    this.paces = PACES.map(([factor]) => button("pace", () => events.paceChosen(factor)));
    this.pause = button("pause", events.pauseToggled);
    this.mind = button("mind", events.mindAsked);
    this.company = button("company-badge", events.companyAsked);
    this.past = button("toolbar-press past", events.pastToggled);
    this.happen = button("toolbar-press happen", events.happenAsked);
    this.happen.setAttribute("aria-haspopup", "dialog");
    const lantern = icon();
    setIcon(lantern, "festival");
    this.happen.append(lantern, this.happenWord);
    this.news = button("toolbar-press news", events.newsAsked);
    this.news.setAttribute("aria-haspopup", "dialog");
    const sheet = icon();
    setIcon(sheet, "news");
    this.news.append(sheet, this.newsWord);
    setIcon(this.pastIcon, "back");
    this.past.append(this.pastIcon, this.pastWord);
    this.theme = button("theme", events.themeToggled);
    this.language = button("language", events.languageToggled);
    this.paceGroup.append(...this.paces);
    this.tempo.append(this.pause);
    const people = icon();
    setIcon(people, "visitors");
    this.company.append(people, this.companyCount);
    this.theme.append(this.themeIcon);
    container.append(
      element("div", "brand", {}, [element("span", "seal", { "aria-hidden": "true" }), this.title]),
      element("div", "clock", {}, [this.sky, element("div", "clock-words", {}, [this.day, this.hour, this.watch])]),
      this.weather,
      this.tempo,
      this.recording.root,
      this.past,
      this.happen,
      this.news,
      element("div", "badges", {}, [this.link, this.mind, this.company, this.theme, this.language]),
    );
  }

  render(state: ToolbarState, speaker: Speaker): void {
    this.renderClock(state, speaker);
    this.renderPace(state, speaker);
    this.renderMind(state, speaker);
    this.renderPast(state, speaker);
    this.renderBadges(state, speaker);
  }

  private renderClock({ time, weather }: ToolbarState, { dictionary }: Speaker): void {
    setText(this.title, dictionary.title);
    setHidden(this.weather, weather === null);
    if (weather) {
      setIcon(this.weatherIcon, weather);
      setText(this.weatherWord, dictionary[weather]);
      setAttribute(this.weather, "title", dictionary.weather);
      setAttribute(this.weather, "data-weather", weather);
    }
    if (time === null) return;
    const { day, hour, minuteOfDay } = dayAndTime(time);
    setText(this.day, fill(dictionary.day, { day }));
    setText(this.hour, timeOfDay(time));
    setText(this.watch, hourName(dictionary, hour));
    setAttribute(this.sky, "data-phase", skyPhase(minuteOfDay));
  }

  private renderPace({ time, pace, paceBy, isPaused }: ToolbarState, { dictionary }: Speaker): void {
    setAttribute(this.paceGroup, "aria-label", dictionary.pace);
    PACES.forEach(([factor, word], index) => {
      const choice = this.paces[index] as HTMLButtonElement;
      const isChosen = pace === factor;
      const setBy = isChosen && paceBy !== null ? fill(dictionary.paceSetBy, { who: paceBy }) : "";
      setText(choice, dictionary[word]);
      setAttribute(choice, "title", [fill(dictionary.paceHint, { factor }), setBy].filter(Boolean).join(" · "));
      setAttribute(choice, "aria-pressed", String(isChosen));
      choice.disabled = time === null;
    });
    setText(this.pause, isPaused ? dictionary.resume : dictionary.pause);
    setAttribute(this.pause, "aria-pressed", String(isPaused));
    this.pause.disabled = time === null;
  }

  private renderMind({ mind, mindAnswers }: ToolbarState, { dictionary }: Speaker): void {
    setHidden(this.mind, mind === null);
    const kind = mind?.kind === "model" && !mindAnswers ? "away" : (mind?.kind ?? "scripted");
    const [words, hint] = MINDS[kind];
    const model = mind?.model ?? "";
    setText(this.mind, fill(dictionary[words], { model }));
    setAttribute(this.mind, "title", fill(dictionary[hint], { model }));
    setAttribute(this.mind, "data-kind", kind);
    setAttribute(this.mind, "aria-haspopup", "dialog");
  }

  /** A recording says which it is. In a village's past its pace is not on show; the way back is on the timeline. */
  private renderPast({ stage, time, hasPast, recording, present }: ToolbarState, speaker: Speaker): void {
    const { dictionary } = speaker;
    setHidden(this.tempo, stage !== "live");
    this.recording.render({ recording, present: stage === "back" ? present : null }, speaker);
    setHidden(this.past, !hasPast || stage === "back");
    setHidden(this.happen, stage !== "live" || time === null);
    setHidden(this.news, time === null);
    setText(this.newsWord, dictionary.news);
    setAttribute(this.news, "title", dictionary.newsHint);
    setText(this.happenWord, dictionary.happen);
    setAttribute(this.happen, "title", dictionary.happenHint);
    setText(this.pastWord, dictionary.watchBack);
    setAttribute(this.past, "title", dictionary.watchBackHint);
  }

  private renderBadges({ link, visitors, theme, recording }: ToolbarState, speaker: Speaker): void {
    const { dictionary } = speaker;
    setHidden(this.link, recording !== null);
    setText(this.link, dictionary[LINKS[link]]);
    setAttribute(this.link, "data-state", link);
    setHidden(this.company, visitors === 0);
    setText(this.companyCount, String(visitors));
    for (const attribute of ["aria-label", "title"]) {
      setAttribute(this.company, attribute, companyWords(visitors, speaker));
      setAttribute(this.theme, attribute, dictionary[THEME_WORDS[theme]]);
    }
    setAttribute(this.company, "aria-haspopup", "dialog");
    setIcon(this.themeIcon, theme);
    setText(this.language, dictionary.language);
    setAttribute(this.language, "title", dictionary.languageHint);
  }
}
