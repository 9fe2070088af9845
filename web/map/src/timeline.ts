// The timeline: a bar at the bottom with which the past is played, scrubbed, and searched for moments.
import { dayAndTime, timeOfDay } from "./clock";
import { fill } from "./dictionary";
import { button, element, setAttribute, setHidden, setText } from "./elements";
import { type IconName, icon, setIcon } from "./icons";
import { HEARD_SECONDS, momentNear, nextMoment, previousMoment } from "./moments";
import { type Played, SPEEDS } from "./played";
import type { Mark } from "./recording";
import { TimelineMarks, placeOf, timeAtPlace } from "./timeline-marks";
import type { View } from "./view";
import { type Speaker, momentWords, timeWords } from "./wording";

const STEP_SECONDS = 60;
/** For so many simulated seconds it is told what was jumped to. */
const TOLD_SECONDS = 180;
/** Who points this near to a stroke means it, in CSS pixels. */
const REACH_PIXELS = 6;

export interface TimelineEvents {
  /** Another moment is shown, by choice: it may go into the page's address. */
  sought(time: number): void;
  wentLive(): void;
  /** Something that happens there is to be seen. */
  jumped(mark: Mark): void;
}

export interface TimelineState {
  playback: Played;
  view: View;
  /** Whether the village lives on, so that there is a now to go back to. */
  isLive: boolean;
}

export class Timeline {
  private readonly marks = new TimelineMarks();
  private readonly track = element("input", "timeline-track", { type: "range", min: "0", step: "1" });
  private readonly tip = element("div", "timeline-tip", { "aria-hidden": "true" });
  private readonly strip = element("div", "timeline-strip", {}, [this.marks.root, this.track, this.tip]);
  private readonly play: HTMLButtonElement;
  private readonly previous: HTMLButtonElement;
  private readonly next: HTMLButtonElement;
  private readonly live: HTMLButtonElement;
  private readonly icons = new Map<HTMLButtonElement, SVGSVGElement>();
  private readonly day = element("span", "timeline-day");
  private readonly hour = element("time", "timeline-hour");
  private readonly speed = element("select", "timeline-speed");
  private readonly status = element("span", "timeline-status", { role: "status" });
  private state: TimelineState | null = null;
  private speaker: Speaker | null = null;
  private pointed: number | null = null;
  private isDragged = false;
  /** The moment that was jumped to: it is told for a while. */
  private reached: Mark | null = null;

  constructor(
    private readonly root: HTMLElement,
    private readonly events: TimelineEvents,
  ) {
    this.previous = this.press("previous", () => this.jump(previousMoment));
    this.play = this.press("play", () => this.toggle());
    this.next = this.press("next", () => this.jump(nextMoment));
    this.live = button("timeline-live", () => this.events.wentLive());
    for (const speed of SPEEDS) this.speed.append(element("option", "", { value: String(speed) }, [`${speed}×`]));
    this.speed.addEventListener("change", () => this.withPlayback((playback) => (playback.speed = Number(this.speed.value))));
    const presses = element("div", "timeline-presses", {}, [this.previous, this.play, this.next]);
    const clock = element("div", "timeline-clock", {}, [this.day, this.hour]);
    // The words have a line of their own, so that the strip keeps its width while it is dragged on.
    const middle = element("div", "timeline-middle", {}, [this.strip, this.status]);
    root.append(presses, clock, middle, element("div", "timeline-end", {}, [this.speed, this.live]));
    this.listen();
  }

  /** Plays, or pauses. */
  toggle(): void {
    this.withPlayback((playback) => (playback.isPlaying ? playback.pause() : playback.play()));
  }

  /** A minute on (1) or back (-1), standing still. */
  step(direction: 1 | -1): void {
    this.withPlayback((playback) => {
      playback.pause();
      this.seek(playback, playback.time + direction * STEP_SECONDS);
    });
  }

  render(state: TimelineState | null, speaker: Speaker): void {
    this.state = state;
    this.speaker = speaker;
    setHidden(this.root, state === null);
    if (!state) return;
    const { playback } = state;
    this.renderPresses(state, speaker);
    this.renderTrack(playback, speaker);
    this.renderStatus(state, speaker);
    this.marks.render(playback.marks, playback, speaker.dictionary);
    this.renderTip();
  }

  private press(name: IconName, act: () => void): HTMLButtonElement {
    const made = button("timeline-press", act);
    const drawing = icon();
    setIcon(drawing, name);
    made.append(drawing);
    this.icons.set(made, drawing);
    return made;
  }

  private listen(): void {
    this.track.addEventListener("input", () => this.withPlayback((playback) => this.seek(playback, Number(this.track.value))));
    this.track.addEventListener("keydown", (event) => this.key(event));
    this.strip.addEventListener("pointermove", (event) => this.point(event));
    this.strip.addEventListener("pointerleave", () => (this.pointed = null));
    this.track.addEventListener("pointerdown", () => (this.isDragged = false));
    this.track.addEventListener("click", (event) => this.choose(event));
  }

  private withPlayback(act: (playback: Played) => void): void {
    if (!this.state || !this.speaker) return;
    act(this.state.playback);
    this.render(this.state, this.speaker);
  }

  private seek(playback: Played, time: number): void {
    playback.seek(time);
    this.events.sought(playback.time);
  }

  private jump(find: (moments: readonly Mark[], time: number) => Mark | null): void {
    this.withPlayback((playback) => {
      const mark = find(playback.moments, playback.time);
      if (mark) this.jumpTo(playback, mark);
    });
  }

  private jumpTo(playback: Played, mark: Mark): void {
    this.seek(playback, mark.time + HEARD_SECONDS);
    this.reached = mark;
    this.events.jumped(mark);
  }

  /** Arrows go by minutes and not by the seconds that the handle knows; Page keys by hours. */
  private key(event: KeyboardEvent): void {
    const minutes = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1, PageUp: 60, PageDown: -60 }[event.key];
    if (minutes === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    this.withPlayback((playback) => this.seek(playback, playback.time + minutes * STEP_SECONDS));
  }

  private point(event: PointerEvent): void {
    this.isDragged ||= event.buttons !== 0;
    this.pointed = event.clientX - this.strip.getBoundingClientRect().left;
    this.renderTip();
  }

  /** A click or tap that meant a stroke goes to the beginning of what it stands for. */
  private choose(event: MouseEvent): void {
    const place = event.clientX - this.strip.getBoundingClientRect().left;
    this.withPlayback((playback) => {
      const mark = this.isDragged ? null : this.markAt(place, playback);
      if (mark) this.jumpTo(playback, mark);
    });
  }

  private markAt(place: number, playback: Played): Mark | null {
    const width = this.strip.clientWidth;
    const reach = timeAtPlace(place + REACH_PIXELS, playback, width) - timeAtPlace(place, playback, width);
    return momentNear(playback.moments, timeAtPlace(place, playback, width), reach);
  }

  private renderPresses({ playback, isLive }: TimelineState, { dictionary }: Speaker): void {
    const icons: readonly (readonly [HTMLButtonElement, string])[] = [
      [this.previous, dictionary.previousMoment],
      [this.play, playback.isPlaying ? dictionary.timelinePause : dictionary.timelinePlay],
      [this.next, dictionary.nextMoment],
    ];
    for (const [press, words] of icons) {
      setAttribute(press, "aria-label", words);
      setAttribute(press, "title", words);
    }
    setIcon(this.icons.get(this.play) as SVGSVGElement, playback.isPlaying ? "pause" : "play");
    this.previous.disabled = previousMoment(playback.moments, playback.time) === null;
    this.next.disabled = nextMoment(playback.moments, playback.time) === null;
    setHidden(this.live, !isLive);
    setText(this.live, dictionary.backToNow);
    setAttribute(this.speed, "aria-label", dictionary.timelineSpeed);
    setAttribute(this.speed, "title", dictionary.timelineSpeed);
    if (this.speed.value !== String(playback.speed)) this.speed.value = String(nearestSpeed(playback.speed));
  }

  private renderTrack(playback: Played, speaker: Speaker): void {
    const { dictionary } = speaker;
    const { track } = this;
    [track.min, track.max] = [String(playback.start), String(Math.max(playback.end, playback.start + 1))];
    if (Number(track.value) !== Math.floor(playback.time)) track.value = String(Math.floor(playback.time));
    const { day } = dayAndTime(playback.time);
    setText(this.day, fill(dictionary.day, { day }));
    setText(this.hour, timeOfDay(playback.time));
    setAttribute(this.root, "aria-label", dictionary.timeline);
    setAttribute(track, "aria-label", dictionary.timeline);
    setAttribute(track, "aria-valuetext", timeWords(playback.time, speaker));
  }

  private renderStatus({ playback, isLive, view }: TimelineState, speaker: Speaker): void {
    const { dictionary } = speaker;
    const since = this.reached ? playback.time - this.reached.time : -1;
    const moment = this.reached && since >= 0 && since < TOLD_SECONDS ? momentWords(this.reached, view, speaker) : "";
    const isEmpty = playback.end <= playback.start;
    const words = { loading: dictionary.timelineLoading, failed: dictionary.timelineFailed, ready: "" }[playback.status];
    const end = isEmpty ? dictionary.timelineEmpty : dictionary.timelineEnd;
    setText(this.status, words || (playback.hasEnded && !isLive ? end : moment));
    setAttribute(this.status, "title", this.status.textContent ?? "");
    setAttribute(this.root, "data-status", playback.status);
  }

  /** Over the handle's time while it is pointed at or dragged: when, and what happens there. */
  private renderTip(): void {
    const { state, speaker, pointed } = this;
    setHidden(this.tip, pointed === null);
    if (!state || !speaker || pointed === null) return;
    const width = this.strip.clientWidth;
    const mark = this.markAt(pointed, state.playback);
    const time = mark?.time ?? timeAtPlace(pointed, state.playback, width);
    const when = timeWords(time, speaker);
    setText(this.tip, mark ? `${when} · ${momentWords(mark, state.view, speaker)}` : when);
    const half = this.tip.offsetWidth / 2;
    const place = Math.max(half, Math.min(width - half, placeOf(time, state.playback, width)));
    this.tip.style.setProperty("--place", `${Math.round(place)}px`);
  }
}

function nearestSpeed(speed: number): number {
  return SPEEDS.reduce((best, one) => (Math.abs(one - speed) < Math.abs(best - speed) ? one : best));
}
