// The application: one view, one clock, one selected character; everything shown is derived from them.
import { type Characters, fetchCharacters } from "./characters";
import { STOPPED_CLOCK, correctClock, dayAndTime, readClock, type ViewClock } from "./clock";
import { Connection } from "./connection";
import { Conversation } from "./conversation";
import { DICTIONARIES, LANGUAGE_TAGS, type Language, fill, inLanguage } from "./dictionary";
import { setAttribute, setHidden, setText } from "./elements";
import type { LinkState } from "./link";
import { Notices } from "./notices";
import { Panel, type PanelState } from "./panel";
import { preferredLanguage, recall, remember } from "./preferences";
import { type Hello, PROTOCOL_VERSION, type ServerMessage, type Tile } from "./protocol";
import { Roster } from "./roster";
import { type Figure, sceneOf } from "./scene";
import { audibleSpeeches } from "./speech";
import type { LocalMessage } from "./talk";
import { Toolbar } from "./toolbar";
import { EMPTY_VIEW, type View, reduce } from "./view";
import { VillageMap } from "./village-map";
import { type Speaker, doingOf, whereaboutsOf } from "./wording";

/** Words on the page follow the clock this often; the map follows every frame. */
const WORDS_MILLISECONDS = 250;

export class App {
  private view: View = EMPTY_VIEW;
  private clock: ViewClock = STOPPED_CLOCK;
  private link: LinkState = "connecting";
  private language: Language = preferredLanguage(recall("language"), navigator.languages);
  private selected: string | null = null;
  private characters: Characters = new Map();
  private map: VillageMap | null = null;
  private isPlaced = false;
  private wordsAt = 0;

  private readonly side = part("side");
  private readonly curtain = part("curtain");
  private readonly notices = new Notices(part("notices"));
  private readonly paused = part("paused");

  private readonly connection = new Connection(socketAddress(), {
    hello: () => this.hello(),
    received: (message) => this.receive(message),
    changed: (state) => this.relink(state),
  });

  private readonly conversation = new Conversation({
    send: (message) => this.connection.send(message),
    apply: (message) => this.apply(message),
    talkWith: (agent) => this.view.talks.get(agent),
  });

  private readonly toolbar = new Toolbar(part("toolbar"), {
    paceChosen: (factor) => this.connection.send({ type: "pace", factor }),
    pauseToggled: () => this.connection.send({ type: this.view.pausedBy === null ? "pause" : "resume" }),
    languageToggled: () => this.toggleLanguage(),
  });

  private readonly roster = new Roster(
    { chosen: (id) => this.choose(id), named: (name) => this.rename(name) },
    recall("name") ?? "",
  );

  private readonly panel = new Panel({
    said: (text) => this.selected !== null && this.conversation.say(this.selected, text),
    commanded: () => this.withSelected((id) => this.conversation.command(id)),
    interrupted: () => this.withSelected((id) => this.conversation.interrupt(id)),
    left: () => this.withSelected((id) => this.conversation.leave(id)),
    found: () => this.withSelected((id) => this.showOnMap(id)),
    closed: () => this.choose(null),
  });

  start(): void {
    this.side.append(this.roster.root, this.panel.root);
    document.addEventListener("keydown", (event) => {
      if (event.key === "Escape") this.choose(null);
    });
    this.renderWords();
    this.connection.start();
    requestAnimationFrame(() => this.frame());
  }

  // ---- what comes in ----

  private receive(message: ServerMessage): void {
    this.apply(message);
    this.conversation.hear(message);
    if (message.type === "welcome") this.beWelcomed();
    if (message.type === "snapshot" || message.type === "clock") this.setClock();
  }

  private apply(message: ServerMessage | LocalMessage): void {
    this.view = reduce(this.view, message, now());
    this.wordsAt = 0;
  }

  private relink(state: LinkState): void {
    this.link = state;
    if (state === "waiting") this.apply({ type: "connection_lost" });
    this.wordsAt = 0;
  }

  private beWelcomed(): void {
    const { map, tiles, protocol } = this.view;
    if (protocol !== PROTOCOL_VERSION || !map || !tiles) return;
    const { zoomIn, zoomOut, mapLabel } = this.speaker.dictionary;
    const container = part("map");
    setAttribute(container, "aria-label", mapLabel);
    this.map ??= new VillageMap(container, map, tiles, this.mapEvents(), { zoomIn, zoomOut });
    void this.meetCharacters();
  }

  private async meetCharacters(): Promise<void> {
    if (this.characters.size > 0) return;
    try {
      this.characters = await fetchCharacters();
    } catch {
      // The stream alone carries names and roles; ages and stories are asked for again at the next welcome.
    }
    this.wordsAt = 0;
  }

  private setClock(): void {
    const { time, pace, pausedBy } = this.view;
    this.clock = correctClock(this.clock, time, pausedBy === null ? pace : 0, now());
  }

  private hello(): Hello {
    const query = new URLSearchParams(window.location.search);
    return {
      type: "hello",
      lang: this.language,
      name: recall("name") || null,
      visitor_key: recall("visitor_key"),
      token: query.get("token"),
      run: query.get("run"),
      resume_after: this.view.seq > 0 ? this.view.seq : null,
    };
  }

  // ---- what the visitor does ----

  private choose(id: string | null): void {
    if (this.selected !== null && this.selected !== id) this.conversation.leave(this.selected);
    this.selected = id;
    // The words first: an open panel decides how much of the map can be seen.
    this.renderWords();
    if (id !== null) this.showOnMap(id);
  }

  private withSelected(act: (id: string) => void): void {
    if (this.selected !== null) act(this.selected);
  }

  private showOnMap(id: string): void {
    const figure = this.figures().find((other) => other.id === id);
    if (figure) this.map?.show(figure, true, this.coveredHeight());
  }

  /** On a narrow page the panel lies over the lower part of the map. */
  private coveredHeight(): number {
    const map = part("map").getBoundingClientRect();
    const side = this.side.getBoundingClientRect();
    return side.left < map.right && side.top > map.top ? Math.max(0, map.bottom - side.top) : 0;
  }

  private mapEvents() {
    return {
      personChosen: (id: string) => this.choose(id),
      groundChosen: (tile: Tile) => void this.connection.send({ type: "move", to: tile }),
    };
  }

  private rename(name: string): void {
    remember("name", name);
    this.connection.restart();
  }

  private toggleLanguage(): void {
    this.language = this.language === "zh" ? "en" : "zh";
    remember("language", this.language);
    // Characters answer in the language of the last hello.
    this.connection.restart();
    this.renderWords();
  }

  // ---- what is shown ----

  private get speaker(): Speaker {
    return { dictionary: DICTIONARIES[this.language], language: this.language };
  }

  private figures(): Figure[] {
    return sceneOf(this.view, readClock(this.clock, now()), now());
  }

  private frame(): void {
    requestAnimationFrame(() => this.frame());
    const wallTime = now();
    const time = readClock(this.clock, wallTime);
    if (wallTime - this.wordsAt >= WORDS_MILLISECONDS) this.renderWords();
    if (!this.map || this.view.seq === 0) return;
    const figures = sceneOf(this.view, time, wallTime);
    this.placeFirst(figures);
    this.map.update({
      figures,
      places: [...this.view.places.values()],
      speeches: audibleSpeeches(this.view.speeches, time, wallTime).map(({ agent, text, source }) => ({
        agent,
        text: inLanguage(text, this.language),
        source,
      })),
      minuteOfDay: dayAndTime(time).minuteOfDay,
      wallTime,
      marks: {
        you: this.view.you,
        selected: this.selected,
        nameOf: (figure) => this.nameOf(figure.id),
        placeName: (place) => inLanguage(place.name, this.language),
      },
    });
  }

  /** The first look is at the visitor's own sprite. */
  private placeFirst(figures: readonly Figure[]): void {
    if (this.isPlaced) return;
    this.isPlaced = true;
    const own = figures.find(({ id }) => id === this.view.you) ?? figures[0];
    if (own) this.map?.show(own, false);
  }

  private nameOf(id: string): string {
    const agent = this.view.agents.get(id);
    if (agent) return inLanguage(agent.name, this.language);
    if (id === this.view.you) return this.speaker.dictionary.you;
    return this.view.visitors.get(id)?.name || this.speaker.dictionary.visitor;
  }

  private renderWords(): void {
    this.wordsAt = now();
    document.documentElement.lang = LANGUAGE_TAGS[this.language];
    this.toolbar.render(this.toolbarState(), this.speaker);
    this.roster.render(this.view, this.selected, this.speaker);
    this.renderPanel();
    this.renderNews();
  }

  private toolbarState() {
    const { pace, mind, seq } = this.view;
    const time = seq > 0 ? readClock(this.clock, now()) : null;
    return { time, pace, pausedBy: this.view.pausedBy, mind, link: this.link };
  }

  private renderPanel(): void {
    const agent = this.selected === null ? undefined : this.view.agents.get(this.selected);
    setAttribute(this.side, "data-shows", agent ? "panel" : "roster");
    setHidden(this.panel.root, !agent);
    setHidden(this.roster.root, agent !== undefined);
    if (agent) this.panel.render(this.panelState(agent), this.speaker);
  }

  private panelState(agent: PanelState["agent"]): PanelState {
    const isWalking = this.figures().find(({ id }) => id === agent.id)?.walking ?? false;
    return {
      agent,
      character: this.characters.get(agent.id),
      talk: this.view.talks.get(agent.id),
      doing: doingOf(agent, this.view, this.speaker),
      whereabouts: whereaboutsOf(agent, isWalking, this.view, this.speaker),
      isThinking: this.view.thinking.has(agent.id),
      isOnline: this.link === "online",
    };
  }

  private renderNews(): void {
    const { dictionary } = this.speaker;
    const { notice, pausedBy, protocol, seq } = this.view;
    if (notice?.text) this.notices.show(notice.number, inLanguage(notice.text, this.language));
    const isOutdated = protocol !== null && protocol !== PROTOCOL_VERSION;
    setHidden(this.curtain, seq > 0 && !isOutdated);
    const words = isOutdated ? dictionary.outdated : this.link === "waiting" ? dictionary.reconnecting : dictionary.loading;
    setText(part("curtain-words"), words);
    setHidden(this.paused, pausedBy === null);
    if (pausedBy !== null) setText(this.paused, fill(dictionary.pausedBy, { who: this.pauserName(pausedBy) }));
  }

  private pauserName(pausedBy: string): string {
    if (pausedBy === this.view.you) return this.speaker.dictionary.you;
    return this.view.visitors.get(pausedBy)?.name || pausedBy || this.speaker.dictionary.someone;
  }
}

/** Wall time in milliseconds since 1970 that never goes back. */
function now(): number {
  return performance.timeOrigin + performance.now();
}

function socketAddress(): string {
  const scheme = window.location.protocol === "https:" ? "wss" : "ws";
  return `${scheme}://${window.location.host}/ws`;
}

function part(id: string): HTMLElement {
  const found = document.getElementById(id);
  if (!found) throw new Error(`index.html has no #${id}`);
  return found;
}
