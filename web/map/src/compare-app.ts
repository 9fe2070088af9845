// Two recordings side by side: one clock, one timeline, two maps, and whoever is followed is followed in both.
import { CompareHeader } from "./compare-header";
import { CompareSide } from "./compare-side";
import { type Comparison, fetchComparison, marksOf, partedAgents } from "./comparison";
import { offerDebugView } from "./debug";
import { DICTIONARIES, LANGUAGE_TAGS, type Language } from "./dictionary";
import { Duet } from "./duet";
import { setHidden, setText } from "./elements";
import { keepMomentInAddress, momentInAddress } from "./moment-address";
import { HEARD_SECONDS } from "./moments";
import { part } from "./parts";
import { PartingLine } from "./parting-line";
import { preferredLanguage, recall, remember } from "./preferences";
import { ThemeKeeper } from "./theme";
import { Timeline } from "./timeline";
import { workByKeys } from "./timeline-keys";
import type { View } from "./view";
import { now } from "./village";
import { WhyDialog } from "./why-dialog";
import type { Speaker } from "./wording";

/** Words on the page follow the clock this often; the maps follow every frame. */
const WORDS_MILLISECONDS = 250;
const RETRY_MILLISECONDS = 2000;
const LETTERS = ["A", "B"] as const;
/** Below which addresses the two are told and painted. */
const BASES = ["/a", "/b"] as const;

interface Compared extends Comparison {
  sides: readonly [CompareSide, CompareSide];
  duet: Duet;
}

export class CompareApp {
  private language: Language = preferredLanguage(recall("language"), navigator.languages);
  private selected: string | null = null;
  private compared: Compared | null = null;
  /** Who is to be seen once the moment that was jumped to is here. */
  private awaited: readonly string[] = [];
  private wordsAt = 0;
  /** The side whose line was asked about. */
  private asked: 0 | 1 = 0;
  private readonly theme = new ThemeKeeper();
  private readonly why = new WhyDialog(document.body, () => null, () => (this.wordsAt = 0));
  private readonly line = new PartingLine(part("parting"), () => this.jumpToParting());

  private readonly header = new CompareHeader(part("toolbar"), {
    followed: (id) => this.choose(id),
    themeToggled: () => this.changeColours(),
    languageToggled: () => this.speak(this.language === "zh" ? "en" : "zh"),
  });

  private readonly timeline = new Timeline(part("timeline"), {
    sought: (time) => this.noteSought(time),
    wentLive: () => undefined,
    jumped: ({ agents }) => (this.awaited = agents),
  });

  start(): void {
    workByKeys(this.timeline, () => this.compared !== null);
    document.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && !document.querySelector("dialog[open]")) this.choose(null);
    });
    const look = (index: 0 | 1) => () => this.compared?.sides[index].drawn ?? null;
    offerDebugView(new URLSearchParams(window.location.search), { drawn: look(0), drawnBeside: look(1) });
    this.render();
    setText(part("curtain-note"), this.speaker.dictionary.timelineLoading);
    void this.open();
  }

  private async open(): Promise<void> {
    try {
      this.begin(await fetchComparison(window.fetch.bind(window)));
    } catch {
      setText(part("curtain-note"), this.speaker.dictionary.timelineFailed);
      window.setTimeout(() => void this.open(), RETRY_MILLISECONDS);
    }
  }

  private begin(comparison: Comparison): void {
    const [a, b] = [this.side(0, comparison.a), this.side(1, comparison.b)];
    part("sides").append(a.root, b.root);
    const duet = new Duet(a.playback, b.playback, comparison.a.pace, marksOf(comparison.parting));
    duet.seek(momentInAddress() ?? Math.max(comparison.a.shown_from, comparison.b.shown_from));
    this.compared = { ...comparison, sides: [a, b], duet };
    for (const side of [a, b]) side.open();
    setHidden(part("curtain"), true);
    this.render();
    this.frame();
  }

  private side(index: 0 | 1, run: Comparison["a"]): CompareSide {
    return new CompareSide(LETTERS[index], BASES[index], run, {
      personChosen: (id) => this.choose(id),
      lineChosen: (event) => this.ask(index, event),
    });
  }

  // ---- what the visitor does ----

  private choose(id: string | null): void {
    this.selected = id;
    for (const side of this.compared?.sides ?? []) side.show(id === null ? [] : [id]);
    this.render();
  }

  private ask(index: 0 | 1, event: number): void {
    this.asked = index;
    this.why.ask({ event, base: BASES[index] });
  }

  /** Whoever does otherwise there is followed from then on. */
  private jumpToParting(): void {
    if (!this.compared?.parting) return;
    const { parting, duet } = this.compared;
    duet.pause();
    duet.seek(parting.time + HEARD_SECONDS);
    this.noteSought(duet.time);
    this.awaited = partedAgents(parting).slice(0, 1);
    this.selected = this.awaited[0] ?? null;
    this.render();
  }

  private noteSought(time: number): void {
    this.awaited = [];
    keepMomentInAddress(time);
  }

  private changeColours(): void {
    this.theme.toggle();
    this.render();
  }

  private speak(language: Language): void {
    this.language = language;
    remember("language", language);
    this.render();
  }

  // ---- what is shown ----

  private get speaker(): Speaker {
    return { dictionary: DICTIONARIES[this.language], language: this.language };
  }

  private frame(): void {
    requestAnimationFrame(() => this.frame());
    if (!this.compared) return;
    const { sides, duet } = this.compared;
    const wallTime = now();
    duet.advance(wallTime);
    if (this.awaited.length > 0 && duet.status === "ready") {
      for (const side of sides) side.show(this.awaited);
      this.awaited = [];
    }
    if (wallTime - this.wordsAt >= WORDS_MILLISECONDS) this.render();
    for (const side of sides) side.draw(wallTime, this.selected, this.speaker);
  }

  private render(): void {
    this.wordsAt = now();
    const { speaker, selected, compared } = this;
    document.documentElement.lang = LANGUAGE_TAGS[this.language];
    document.title = `${speaker.dictionary.title} · ${speaker.dictionary.compare}`;
    const view = compared && viewOfBoth(compared.sides[0].view, compared.sides[1].view);
    const agents = [...(view?.agents.values() ?? [])];
    const time = compared?.duet.time ?? null;
    this.header.render({ time, agents, selected, theme: this.theme.choice }, speaker);
    if (!compared || !view) return;
    this.line.render(compared.parting, speaker);
    this.timeline.render({ playback: compared.duet, view, isLive: false }, speaker);
    for (const side of compared.sides) side.render(selected, speaker);
    this.why.render(compared.sides[this.asked].view, speaker);
  }
}

/** Everybody and every place of both; who is in both, as in the first. */
function viewOfBoth(a: View, b: View): View {
  const others = [...b.agents].filter(([id]) => !a.agents.has(id));
  return { ...a, agents: new Map([...a.agents, ...others]), places: new Map([...b.places, ...a.places]) };
}
