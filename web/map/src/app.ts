// The application: what the village is goes to the parts that show it, what the visitor does goes to the village.
import { AboutDialog } from "./about-dialog";
import { CompanyDialog } from "./company-dialog";
import { offerDebugView } from "./debug";
import { DICTIONARIES, LANGUAGE_TAGS, type Language } from "./dictionary";
import { HappenDialog } from "./happen-dialog";
import { Hint } from "./hint";
import { NewsDialog } from "./news-dialog";
import { Notices } from "./notices";
import { OutsideNote } from "./outside";
import { Panel } from "./panel";
import { part } from "./parts";
import { Past } from "./past";
import { Picture } from "./picture";
import { preferredLanguage, recall, remember } from "./preferences";
import { Roster } from "./roster";
import { Stage } from "./stage";
import { ThemeKeeper } from "./theme";
import { Toolbar } from "./toolbar";
import { Village, now } from "./village";
import { WhyDialog } from "./why-dialog";
import type { Speaker } from "./wording";
import { Words } from "./words";

/** Words on the page follow the clock this often; the map follows every frame. */
const WORDS_MILLISECONDS = 250;

export class App {
  private language: Language = preferredLanguage(recall("language"), navigator.languages);
  private selected: string | null = null;
  private wordsAt = 0;

  private readonly side = part("side");
  private readonly map = part("map");
  private readonly theme = new ThemeKeeper();
  private readonly about = new AboutDialog(document.body);
  private readonly company = new CompanyDialog(document.body);
  private readonly why = new WhyDialog(document.body, () => recall("visitor_key"), () => this.renderSoon());
  private readonly happen = new HappenDialog(document.body, () => recall("visitor_key"), () => this.renderSoon());
  private readonly news = new NewsDialog(document.body, {
    personChosen: (id) => this.choose(id),
    asked: () => this.open(this.news),
    changed: () => this.renderSoon(),
  });
  private readonly hint = new Hint(part("hint"));

  private readonly village = new Village({
    language: () => this.language,
    welcomed: () => this.picture.open(),
    talkGoesOn: (agent) => this.takeUp(agent),
    changed: () => this.renderSoon(),
  });

  private readonly stage = new Stage(this.village, () => this.past.leave());
  private readonly past = new Past(part("timeline"), this.stage, {
    livesOn: () => this.village.start(),
    opened: () => this.openRecording(),
    lookedFor: (agents) => this.picture.show(agents, now()),
    changed: () => this.renderSoon(),
  });

  private readonly toolbar = new Toolbar(part("toolbar"), {
    paceChosen: (factor) => this.village.send({ type: "pace", factor }),
    pauseToggled: () => this.village.togglePause(),
    languageToggled: () => this.speak(this.language === "zh" ? "en" : "zh"),
    themeToggled: () => this.changeColours(),
    mindAsked: () => this.open(this.about),
    companyAsked: () => this.open(this.company),
    pastToggled: () => this.togglePast(),
    happenAsked: () => this.open(this.happen),
    newsAsked: () => this.open(this.news),
  });

  private readonly roster = new Roster(
    { chosen: (id) => this.choose(id), named: (name) => this.rename(name) },
    recall("name") ?? "",
  );

  private readonly panel = new Panel({
    said: (text) => this.say(text),
    commanded: () => this.withSelected((id) => this.village.conversation.command(id)),
    interrupted: () => this.withSelected((id) => this.village.conversation.interrupt(id)),
    left: () => this.withSelected((id) => this.village.conversation.leave(id)),
    found: () => this.withSelected((id) => this.picture.show([id], now())),
    wondered: () => this.withSelected((agent) => this.why.ask({ agent, before: this.stage.nextEvent })),
    lineChosen: (event) => this.why.ask({ event }),
    closed: () => this.choose(null),
  });

  private readonly picture = new Picture(
    this.map,
    this.stage,
    {
      personChosen: (id) => this.choose(id),
      lineChosen: (event) => this.why.ask({ event }),
      walked: () => this.hint.note("walked"),
    },
    () => this.coveredHeight(),
  );

  private readonly words = new Words(
    {
      side: this.side,
      skip: part("skip"),
      paused: part("paused"),
      toolbar: this.toolbar,
      roster: this.roster,
      panel: this.panel,
      about: this.about,
      company: this.company,
      why: this.why,
      happen: this.happen,
      news: this.news,
      hint: this.hint,
      notices: new Notices(part("notices")),
      curtain: this.note("curtain", part("curtain-note")),
      banner: this.note("banner", part("banner")),
    },
    this.village,
    this.stage,
    this.past,
    this.picture,
  );

  start(): void {
    this.side.append(this.roster.root, this.panel.root);
    document.addEventListener("keydown", (event) => {
      // An open dialog is closed by the browser, and by nothing else.
      if (event.key === "Escape" && !document.querySelector("dialog[open]")) this.choose(null);
    });
    this.renderWords();
    void this.past.start();
    offerDebugView(new URLSearchParams(window.location.search), { drawn: () => this.picture.drawn });
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
    this.picture.show(id === null ? [] : [id], now());
  }

  /** Shows the talk that goes on, unless the visitor looks at somebody else. */
  private takeUp(agent: string): void {
    if (this.selected === null) this.choose(agent);
  }

  private say(text: string): boolean {
    if (this.selected === null || !this.village.conversation.say(this.selected, text)) return false;
    this.hint.note("talked");
    return true;
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
    // The bubbles too, at once: no picture is in two languages.
    this.picture.draw(now(), this.selected, this.speaker);
  }

  private changeColours(): void {
    this.theme.toggle();
    this.renderWords();
  }

  /** Whoever looks back can't be talked with: a talk ends first. */
  private togglePast(): void {
    this.withSelected((id) => this.village.conversation.leave(id));
    this.past.toggle();
    this.renderWords();
  }

  private openRecording(): void {
    this.picture.open();
    void this.village.meetCharacters();
  }

  private open(dialog: { open(): void }): void {
    dialog.open();
    this.renderWords();
  }

  // ---- what is shown ----

  private get speaker(): Speaker {
    return { dictionary: DICTIONARIES[this.language], language: this.language };
  }

  private note(kind: "curtain" | "banner", place: HTMLElement): OutsideNote {
    const events = { triedNow: () => this.stage.tryNow(), reloaded: () => window.location.reload() };
    return new OutsideNote(part(kind), place, kind, events);
  }

  private frame(): void {
    requestAnimationFrame(() => this.frame());
    const wallTime = now();
    this.stage.advance(wallTime);
    this.past.advance();
    if (wallTime - this.wordsAt >= WORDS_MILLISECONDS) this.renderWords();
    this.picture.draw(wallTime, this.selected, this.speaker);
  }

  private renderSoon(): void {
    this.wordsAt = 0;
  }

  private renderWords(): void {
    this.wordsAt = now();
    document.documentElement.lang = LANGUAGE_TAGS[this.language];
    const past = this.stage.playback ? this.stage.timeAt(this.wordsAt) : null;
    this.village.details.keep(this.selected, this.wordsAt, past);
    this.words.render({ selected: this.selected, theme: this.theme.choice, speaker: this.speaker }, this.wordsAt);
  }

  /** On a narrow page the panel lies over the lower part of the map. */
  private coveredHeight(): number {
    const map = this.map.getBoundingClientRect();
    const side = this.side.getBoundingClientRect();
    return side.left < map.right && side.top > map.top ? Math.max(0, map.bottom - side.top) : 0;
  }
}
