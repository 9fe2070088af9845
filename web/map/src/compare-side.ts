// One of two recordings that are shown side by side: which it is, its map, and what whoever is followed does in it.
import type { Drawn } from "./debug";
import { type Dictionary, fill, inLanguage } from "./dictionary";
import { element, setAttribute, setText } from "./elements";
import { Picture } from "./picture";
import { Playback } from "./playback";
import { Archive, type RunInfo } from "./recording";
import { type Shown, emptyViewOf } from "./stage";
import type { View } from "./view";
import { now } from "./village";
import { type Speaker, doingOf, whereaboutsOf } from "./wording";

export interface CompareSideEvents {
  personChosen(id: string): void;
  /** A line on the map, by its number in that run's log. */
  lineChosen(event: number): void;
}

export class CompareSide implements Shown {
  readonly playback: Playback;
  readonly root: HTMLElement;
  private readonly facts = element("p", "compare-facts");
  private readonly doing = element("p", "compare-doing");
  private readonly map = element("div", "map", { role: "application", tabindex: "0" });
  private readonly picture: Picture;

  /** `letter` is what people call it; what is told and painted of it is below the address `base`. */
  constructor(
    private readonly letter: string,
    base: string,
    private readonly run: RunInfo,
    events: CompareSideEvents,
  ) {
    const archive = new Archive(window.fetch.bind(window), run.run, base);
    this.playback = new Playback(archive, emptyViewOf(run), run.start, run.end, false, run.pace, now);
    const badge = element("span", "compare-letter", { "aria-hidden": "true" }, [letter]);
    const head = element("header", "compare-head", {}, [badge, this.facts, this.doing]);
    this.root = element("section", "compare-side", {}, [head, this.map]);
    this.picture = new Picture(this.map, this, { ...events, walked: () => undefined }, () => 0, base);
  }

  get view(): View {
    return this.playback.view;
  }

  get isKnown(): boolean {
    return this.view.weather !== null;
  }

  get drawn(): Drawn | null {
    return this.picture.drawn;
  }

  timeAt(): number {
    return this.playback.shownTime;
  }

  /** Nothing can be done in a recording. */
  send(): boolean {
    return false;
  }

  /** Unrolls the map, once it has a place on the page. */
  open(): void {
    this.picture.open();
  }

  /** Shows somebody, or several together, and follows them; nobody lets go. */
  show(agents: readonly string[]): void {
    this.picture.show(agents, now());
  }

  draw(wallTime: number, selected: string | null, speaker: Speaker): void {
    this.picture.draw(wallTime, selected, speaker);
  }

  render(selected: string | null, speaker: Speaker): void {
    setText(this.facts, factsOf(this.run, speaker));
    setAttribute(this.facts, "title", this.facts.textContent ?? "");
    setAttribute(this.root, "aria-label", `${this.letter}: ${this.facts.textContent}`);
    setText(this.doing, this.told(selected, speaker));
    this.picture.name(speaker.dictionary);
  }

  /** What the chosen person does in this run; else that it has ended, though the other may go on, or how to choose. */
  private told(selected: string | null, speaker: Speaker): string {
    const { view, playback } = this;
    const agent = selected === null ? undefined : view.agents.get(selected);
    if (!agent) return playback.hasEnded ? speaker.dictionary.timelineEnd : speaker.dictionary.followHint;
    const isWalking = this.picture.figures(now()).some(({ id, walking }) => id === agent.id && walking);
    const parts = [doingOf(agent, view, speaker), whereaboutsOf(agent, isWalking, view, speaker)];
    return [inLanguage(agent.name, speaker.language), ...parts.filter(Boolean)].join(" · ");
  }
}

function factsOf({ scenario, run, seed, mind }: RunInfo, { dictionary, language }: Speaker): string {
  const seeded = fill(dictionary.recordingSeed, { seed });
  return [inLanguage(scenario, language), run, seeded, mindWords(mind, dictionary)].join(" · ");
}

function mindWords({ kind, model }: RunInfo["mind"], dictionary: Dictionary): string {
  return kind === "model" ? fill(dictionary.mindModel, { model: model ?? "" }) : dictionary.mindScripted;
}
