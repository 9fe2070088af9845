// Everything on the page that is words: it is rendered from the village and the visitor's choices, a few times a second.
import type { AboutDialog } from "./about-dialog";
import type { CompanyDialog } from "./company-dialog";
import { fill } from "./dictionary";
import { setAttribute, setHidden, setText } from "./elements";
import type { Hint } from "./hint";
import type { Notices } from "./notices";
import { type OutsideNote, outsideOf } from "./outside";
import type { Panel, PanelState } from "./panel";
import type { Picture } from "./picture";
import type { Roster } from "./roster";
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
    private readonly picture: Picture,
  ) {}

  render(choices: Choices, wallTime: number): void {
    const { view } = this.village;
    const { speaker } = choices;
    const { about, company, why, roster, hint, skip } = this.parts;
    setText(skip, speaker.dictionary.skip);
    this.renderToolbar(choices, wallTime);
    roster.render(view, choices.selected, speaker);
    about.render(view.mind, speaker);
    company.render(view, speaker);
    why.render(view, speaker);
    hint.render(speaker.dictionary);
    this.picture.name(speaker.dictionary);
    this.renderSide(choices, wallTime);
    this.renderNews(speaker);
    this.renderOutside(speaker, wallTime);
  }

  private renderToolbar({ theme, speaker }: Choices, wallTime: number): void {
    const { view, link, isKnown } = this.village;
    this.parts.toolbar.render(
      {
        time: isKnown ? this.village.timeAt(wallTime) : null,
        weather: view.weather,
        pace: view.chosenPace,
        paceBy: view.paceBy === null ? null : nameOfDoer(view.paceBy, view, speaker),
        isPaused: view.pausedBy !== null,
        mind: view.mind,
        mindAnswers: view.mindAnswers,
        link,
        visitors: view.visitors.size,
        theme,
      },
      speaker,
    );
  }

  private renderSide({ selected, speaker }: Choices, wallTime: number): void {
    const { side, roster, panel } = this.parts;
    const agent = selected === null ? undefined : this.village.view.agents.get(selected);
    setAttribute(side, "data-shows", agent ? "panel" : "roster");
    setHidden(panel.root, !agent);
    setHidden(roster.root, agent !== undefined);
    if (agent) panel.render(this.panelState(agent, wallTime, speaker), speaker);
  }

  private panelState(agent: PanelState["agent"], wallTime: number, speaker: Speaker): PanelState {
    const { view, characters, details, link } = this.village;
    const isWalking = this.picture.figures(wallTime).find(({ id }) => id === agent.id)?.walking ?? false;
    return {
      agent,
      character: characters.get(agent.id),
      details: details.of(agent.id),
      talk: view.talks.get(agent.id),
      past: view.past.get(agent.id) ?? [],
      doing: doingOf(agent, view, speaker),
      whereabouts: whereaboutsOf(agent, isWalking, view, speaker),
      time: this.village.timeAt(wallTime),
      places: view.places,
      isThinking: view.thinking.has(agent.id),
      isOnline: link === "online",
    };
  }

  private renderNews(speaker: Speaker): void {
    const { view } = this.village;
    const { notices, paused } = this.parts;
    if (view.notice) notices.show(view.notice.number, noticeWords(view.notice, view, speaker));
    setHidden(paused, view.pausedBy === null);
    if (view.pausedBy === null) return;
    setText(paused, fill(speaker.dictionary.pausedBy, { who: nameOfDoer(view.pausedBy, view, speaker) }));
  }

  private renderOutside({ dictionary }: Speaker, wallTime: number): void {
    const { isKnown, isOutdated, link, view } = this.village;
    const { lostAt, lostBy } = view;
    const outside = outsideOf({ isKnown, isOutdated, link, wallTime, lostAt, lostBy });
    this.parts.curtain.render(outside, dictionary);
    this.parts.banner.render(outside, dictionary);
  }
}
