// Everything on the page that is words: it is rendered from the village and the visitor's choices, a few times a second.
import type { AboutDialog } from "./about-dialog";
import type { CompanyDialog } from "./company-dialog";
import { fill, inLanguage } from "./dictionary";
import { setAttribute, setHidden, setText } from "./elements";
import type { HappenDialog } from "./happen-dialog";
import type { Hint } from "./hint";
import type { NewsDialog } from "./news-dialog";
import type { Notices } from "./notices";
import { type OutsideNote, outsideOf } from "./outside";
import type { Panel, PanelState } from "./panel";
import type { Past } from "./past";
import type { Picture } from "./picture";
import type { Roster } from "./roster";
import type { Stage } from "./stage";
import type { ThemeChoice } from "./theme";
import type { Toolbar } from "./toolbar";
import type { Village } from "./village";
import type { WhyDialog } from "./why-dialog";
import { type Speaker, doingOf, nameOfDoer, noticeWords, whereaboutsOf } from "./wording";

/** The parts of the page that show words. */
export interface Parts {
  side: HTMLElement;
  skip: HTMLElement;
  paused: HTMLElement;
  toolbar: Toolbar;
  roster: Roster;
  panel: Panel;
  about: AboutDialog;
  company: CompanyDialog;
  why: WhyDialog;
  happen: HappenDialog;
  news: NewsDialog;
  hint: Hint;
  notices: Notices;
  curtain: OutsideNote;
  banner: OutsideNote;
}

/** What the visitor chose. */
export interface Choices {
  selected: string | null;
  theme: ThemeChoice;
  speaker: Speaker;
}

export class Words {
  constructor(
    private readonly parts: Parts,
    private readonly village: Village,
    private readonly stage: Stage,
    private readonly past: Past,
    private readonly picture: Picture,
  ) {}

  render(choices: Choices, wallTime: number): void {
    const { view } = this.stage;
    const { speaker } = choices;
    const { about, company, why, happen, news, roster, hint, skip } = this.parts;
    setText(skip, speaker.dictionary.skip);
    this.renderToolbar(choices, wallTime);
    roster.render(view, choices.selected, speaker);
    about.render(view.mind, this.stage.recording === null, wallTime, speaker);
    company.render(view, speaker);
    why.render(view, speaker);
    happen.render(view, speaker);
    news.render(view, wallTime, this.stage.playback && this.stage.timeAt(wallTime), speaker);
    setAttribute(document.body, "data-stage", this.stage.kind);
    hint.render(speaker.dictionary, this.stage.kind === "live");
    this.past.render(speaker);
    this.picture.name(speaker.dictionary);
    this.renderSide(choices, wallTime);
    this.renderNotices(speaker);
    this.renderOutside(speaker, wallTime);
  }

  private renderToolbar({ theme, speaker }: Choices, wallTime: number): void {
    const { view, link, isKnown, kind, recording } = this.stage;
    this.parts.toolbar.render(
      {
        time: isKnown ? this.stage.timeAt(wallTime) : null,
        weather: view.weather,
        pace: view.chosenPace,
        paceBy: view.paceBy === null ? null : nameOfDoer(view.paceBy, view, speaker),
        isPaused: view.pausedBy !== null,
        mind: view.mind,
        mindAnswers: this.village.view.mindAnswers,
        link,
        visitors: view.visitors.size,
        theme,
        stage: kind,
        hasPast: this.past.isOffered,
        recording,
        present: this.village.timeAt(wallTime),
      },
      speaker,
    );
  }

  private renderSide({ selected, speaker }: Choices, wallTime: number): void {
    const { side, roster, panel } = this.parts;
    const agent = selected === null ? undefined : this.stage.view.agents.get(selected);
    setAttribute(side, "data-shows", agent ? "panel" : "roster");
    setHidden(panel.root, !agent);
    setHidden(roster.root, agent !== undefined);
    if (agent) panel.render(this.panelState(agent, wallTime, speaker), speaker);
  }

  private panelState(agent: PanelState["agent"], wallTime: number, speaker: Speaker): PanelState {
    const { characters, details, view: present } = this.village;
    const { view, link, kind } = this.stage;
    const isWalking = this.picture.figures(wallTime).find(({ id }) => id === agent.id)?.walking ?? false;
    return {
      agent,
      character: characters.get(agent.id),
      details: details.of(agent.id),
      talk: present.talks.get(agent.id),
      past: present.past.get(agent.id) ?? [],
      doing: doingOf(agent, view, speaker),
      whereabouts: whereaboutsOf(agent, isWalking, view, speaker),
      time: this.stage.timeAt(wallTime),
      places: view.places,
      isThinking: view.thinking.has(agent.id),
      isOnline: link === "online" && kind === "live",
      silence: this.silenceOf(inLanguage(agent.name, speaker.language), speaker),
    };
  }

  /** Why nobody can be talked with: the past is over. */
  private silenceOf(name: string, { dictionary }: Speaker): string | null {
    if (this.stage.kind === "live") return null;
    return fill(this.stage.recording ? dictionary.silentRecording : dictionary.silentBack, { name });
  }

  private renderNotices(speaker: Speaker): void {
    const { view } = this.village;
    const { notices, paused } = this.parts;
    if (view.notice) notices.show(view.notice.number, noticeWords(view.notice, view, speaker));
    setHidden(paused, view.pausedBy === null || this.stage.kind !== "live");
    if (view.pausedBy === null) return;
    setText(paused, fill(speaker.dictionary.pausedBy, { who: nameOfDoer(view.pausedBy, view, speaker) }));
  }

  private renderOutside({ dictionary }: Speaker, wallTime: number): void {
    const { isOutdated, view } = this.village;
    const { isKnown, link, lostAt, recording } = this.stage;
    const lostBy = recording ? null : view.lostBy;
    const outside = outsideOf({ isKnown, isOutdated, link, wallTime, lostAt, lostBy });
    this.parts.curtain.render(outside, dictionary);
    this.parts.banner.render(outside, dictionary);
  }
}
