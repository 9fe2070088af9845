// The application: what the village is goes to the parts that show it, what the visitor does goes to the village.
import { Camera } from "./camera";
import { offerDebugView } from "./debug";
import { DICTIONARIES, LANGUAGE_TAGS, type Language, fill, inLanguage } from "./dictionary";
import { setAttribute, setHidden, setText } from "./elements";
import { Notices } from "./notices";
import { Panel, type PanelState } from "./panel";
import { preferredLanguage, recall, remember } from "./preferences";
import { Roster } from "./roster";
import { type Figure, sceneOf } from "./scene";
import { audibleSpeeches } from "./speech";
import { Toolbar } from "./toolbar";
import { Village, now } from "./village";
import { type MapEvents, type MapScene, VillageMap } from "./village-map";
import { type Speaker, doingOf, whereaboutsOf } from "./wording";

/** Words on the page follow the clock this often; the map follows every frame. */
const WORDS_MILLISECONDS = 250;

export class App {
  private language: Language = preferredLanguage(recall("language"), navigator.languages);
  private selected: string | null = null;
  private map: VillageMap | null = null;
  private wordsAt = 0;

  private readonly side = part("side");
  private readonly curtain = part("curtain");
  private readonly curtainWords = part("curtain-words");
  private readonly paused = part("paused");
  private readonly notices = new Notices(part("notices"));
  private readonly camera = new Camera(() => this.coveredHeight());

  private readonly village = new Village({
    language: () => this.language,
    welcomed: () => this.openMap(),
    changed: () => this.renderSoon(),
  });

  private readonly toolbar = new Toolbar(part("toolbar"), {
    paceChosen: (factor) => this.village.send({ type: "pace", factor }),
    pauseToggled: () => this.village.togglePause(),
    languageToggled: () => this.speak(this.language === "zh" ? "en" : "zh"),
  });

  private readonly roster = new Roster(
    { chosen: (id) => this.choose(id), named: (name) => this.rename(name) },
    recall("name") ?? "",
  );

  private readonly panel = new Panel({
    said: (text) => this.selected !== null && this.village.conversation.say(this.selected, text),
    commanded: () => this.withSelected((id) => this.village.conversation.command(id)),
    interrupted: () => this.withSelected((id) => this.village.conversation.interrupt(id)),
    left: () => this.withSelected((id) => this.village.conversation.leave(id)),
    found: () => this.withSelected((id) => this.camera.choose(this.map, this.figures(now()), id)),
    closed: () => this.choose(null),
  });

  start(): void {
    this.side.append(this.roster.root, this.panel.root);
    document.addEventListener("keydown", (event) => {
      if (event.key === "Escape") this.choose(null);
    });
    this.renderWords();
    this.village.start();
    offerDebugView(new URLSearchParams(window.location.search), () => this.map?.drawn ?? null);
    requestAnimationFrame(() => this.frame());
  }

  // ---- what the visitor does ----

  private choose(id: string | null): void {
    const left = this.selected;
    if (left !== null && left !== id) this.village.conversation.leave(left);
    this.selected = id;
    // The words first: an open panel decides how much of the map can be seen.
    this.renderWords();
    // Who uses the keyboard goes into the panel, and comes back to where they were in the list.
    if (id !== null && id !== left) this.panel.focus();
    if (id === null && left !== null) this.roster.focus(left);
    this.camera.choose(this.map, this.figures(now()), id);
  }

  private withSelected(act: (id: string) => void): void {
    if (this.selected !== null) act(this.selected);
  }

  private rename(name: string): void {
    remember("name", name);
    this.village.greetAnew();
  }

  private speak(language: Language): void {
    this.language = language;
    remember("language", language);
    // Characters answer in the language of the last hello.
    this.village.greetAnew();
    this.renderWords();
  }

  private mapEvents(): MapEvents {
    return {
      personChosen: (id) => this.choose(id),
      groundChosen: (tile) => void this.village.send({ type: "move", to: tile }),
      dragged: () => this.camera.release(),
    };
  }

  // ---- what is shown ----

  private get speaker(): Speaker {
    return { dictionary: DICTIONARIES[this.language], language: this.language };
  }

  private openMap(): void {
    const { map, tiles } = this.village.view;
    if (this.map || !map || !tiles) return;
    this.map = new VillageMap(part("map"), map, tiles, this.mapEvents());
  }

  private figures(wallTime: number): Figure[] {
    return sceneOf(this.village.view, this.village.timeAt(wallTime), wallTime);
  }

  private frame(): void {
    requestAnimationFrame(() => this.frame());
    const wallTime = now();
    if (wallTime - this.wordsAt >= WORDS_MILLISECONDS) this.renderWords();
    if (!this.map || !this.village.isKnown) return;
    const figures = this.figures(wallTime);
    this.camera.placeFirst(this.map, figures, this.village.view.you);
    this.camera.follow(this.map, figures, wallTime);
    this.map.update(this.mapScene(figures, wallTime));
  }

  private mapScene(figures: readonly Figure[], wallTime: number): MapScene {
    const { view } = this.village;
    const time = this.village.timeAt(wallTime);
    return {
      figures,
      places: [...view.places.values()],
      speeches: audibleSpeeches(view.speeches, time, wallTime).map((speech) => ({
        ...speech,
        text: inLanguage(speech.text, this.language),
      })),
      time,
      wallTime,
      marks: {
        you: view.you,
        selected: this.selected,
        nameOf: (figure) => this.nameOf(figure.id),
        placeName: (place) => inLanguage(place.name, this.language),
      },
    };
  }

  private nameOf(id: string): string {
    const { agents, visitors, you } = this.village.view;
    const agent = agents.get(id);
    if (agent) return inLanguage(agent.name, this.language);
    if (id === you) return this.speaker.dictionary.you;
    return visitors.get(id)?.name || this.speaker.dictionary.visitor;
  }

  private renderSoon(): void {
    this.wordsAt = 0;
  }

  private renderWords(): void {
    this.wordsAt = now();
    const { view, link, isKnown } = this.village;
    document.documentElement.lang = LANGUAGE_TAGS[this.language];
    const time = isKnown ? this.village.timeAt(this.wordsAt) : null;
    this.toolbar.render({ time, pace: view.pace, pausedBy: view.pausedBy, mind: view.mind, link }, this.speaker);
    this.roster.render(view, this.selected, this.speaker);
    this.map?.name(this.speaker.dictionary);
    this.renderPanel();
    this.renderNews();
    this.renderCurtain();
  }

  private renderPanel(): void {
    const agent = this.selected === null ? undefined : this.village.view.agents.get(this.selected);
    setAttribute(this.side, "data-shows", agent ? "panel" : "roster");
    setHidden(this.panel.root, !agent);
    setHidden(this.roster.root, agent !== undefined);
    if (agent) this.panel.render(this.panelState(agent), this.speaker);
  }

  private panelState(agent: PanelState["agent"]): PanelState {
    const { view, characters, link } = this.village;
    const isWalking = this.figures(now()).find(({ id }) => id === agent.id)?.walking ?? false;
    return {
      agent,
      character: characters.get(agent.id),
      talk: view.talks.get(agent.id),
      doing: doingOf(agent, view, this.speaker),
      whereabouts: whereaboutsOf(agent, isWalking, view, this.speaker),
      isThinking: view.thinking.has(agent.id),
      isOnline: link === "online",
    };
  }

  private renderNews(): void {
    const { notice, pausedBy } = this.village.view;
    if (notice?.text) this.notices.show(notice.number, inLanguage(notice.text, this.language));
    setHidden(this.paused, pausedBy === null);
    if (pausedBy === null) return;
    setText(this.paused, fill(this.speaker.dictionary.pausedBy, { who: this.pauserName(pausedBy) }));
  }

  private pauserName(pausedBy: string): string {
    const { you, visitors } = this.village.view;
    if (pausedBy === you) return this.speaker.dictionary.you;
    return visitors.get(pausedBy)?.name || pausedBy || this.speaker.dictionary.someone;
  }

  /** Before the village is there, and when it no longer understands this page. */
  private renderCurtain(): void {
    const { dictionary } = this.speaker;
    const { isKnown, isOutdated, link } = this.village;
    setHidden(this.curtain, isKnown && !isOutdated);
    const waiting = link === "waiting" ? dictionary.reconnecting : dictionary.loading;
    setText(this.curtainWords, isOutdated ? dictionary.outdated : waiting);
  }

  /** On a narrow page the panel lies over the lower part of the map. */
  private coveredHeight(): number {
    const map = part("map").getBoundingClientRect();
    const side = this.side.getBoundingClientRect();
    return side.left < map.right && side.top > map.top ? Math.max(0, map.bottom - side.top) : 0;
  }
}

function part(id: string): HTMLElement {
  const found = document.getElementById(id);
  if (!found) throw new Error(`index.html has no #${id}`);
  return found;
}
