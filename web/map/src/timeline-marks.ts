// The strip under the timeline's handle: nights, midnights, and a stroke for each talk, visit, errand, piece of news and happening.
//
// It is one SVG with a path for each kind, so that the style sheet colours it and themes need no repainting.
import { type Dictionary, fill } from "./dictionary";
import { setAttribute, setText } from "./elements";
import { midnights } from "./moments";
import type { Mark, MarkKind } from "./recording";

/** Half the width of the handle, in CSS pixels: its middle can't come nearer to the ends. */
export const HANDLE_RADIUS = 9;
const LEAST_LABEL_GAP = 58;
const SVG = "http://www.w3.org/2000/svg";
/** Where strokes begin and end, as shares of the strip's height: what is rarer stands higher. */
const STROKES: Readonly<Record<MarkKind, readonly [number, number]>> = {
  asleep: [0, 1],
  conversation: [0.56, 0.94],
  news: [0.42, 0.54],
  visit: [0.3, 0.94],
  command: [0.3, 0.54],
  happening: [0.04, 0.26],
  parting: [0, 1],
};
const KINDS = Object.keys(STROKES) as readonly MarkKind[];

export interface Extent {
  start: number;
  end: number;
}

/** Where on a strip of a width a time lies, in CSS pixels. */
export function placeOf(time: number, { start, end }: Extent, width: number): number {
  const share = end > start ? (time - start) / (end - start) : 0;
  return HANDLE_RADIUS + Math.max(0, Math.min(1, share)) * Math.max(0, width - 2 * HANDLE_RADIUS);
}

/** The time at a place on the strip: `placeOf` the other way round. */
export function timeAtPlace(place: number, { start, end }: Extent, width: number): number {
  const share = (place - HANDLE_RADIUS) / Math.max(1, width - 2 * HANDLE_RADIUS);
  return start + Math.max(0, Math.min(1, share)) * (end - start);
}

/** All marks of a kind as one SVG path: upright strokes, and a box for each night. */
export function pathOf(marks: readonly Mark[], kind: MarkKind, extent: Extent, width: number, height: number): string {
  const [top, bottom] = STROKES[kind].map((share) => Math.round(share * height)) as [number, number];
  const places = new Set<string>();
  for (const mark of marks) {
    if (mark.kind !== kind) continue;
    const x = placeOf(mark.time, extent, width).toFixed(1);
    places.add(kind === "asleep" ? `M${x} ${top}H${placeOf(mark.until, extent, width).toFixed(1)}V${bottom}H${x}Z` : `M${x} ${top}V${bottom}`);
  }
  return [...places].join("");
}

export class TimelineMarks {
  readonly root = document.createElementNS(SVG, "svg");
  private readonly paths = new Map(KINDS.map((kind) => [kind, document.createElementNS(SVG, "path")]));
  private readonly days = document.createElementNS(SVG, "g");
  private shown = "";

  constructor() {
    this.root.setAttribute("class", "timeline-marks");
    this.root.setAttribute("aria-hidden", "true");
    for (const [kind, path] of this.paths) path.setAttribute("data-kind", kind);
    this.root.append(...this.paths.values(), this.days);
  }

  /** Draws anew, if anything is another than last time. */
  render(marks: readonly Mark[], extent: Extent, dictionary: Dictionary): void {
    const { clientWidth: width, clientHeight: height } = this.root;
    const key = [width, height, extent.start, extent.end, marks.length, dictionary.day].join();
    if (key === this.shown || width === 0) return;
    this.shown = key;
    for (const [kind, path] of this.paths) setAttribute(path, "d", pathOf(marks, kind, extent, width, height));
    this.renderDays(extent, width, height, dictionary);
  }

  private renderDays(extent: Extent, width: number, height: number, dictionary: Dictionary): void {
    this.days.replaceChildren();
    let free = Number.NEGATIVE_INFINITY;
    for (const midnight of midnights(extent.start, extent.end)) {
      const x = placeOf(midnight, extent, width);
      const line = document.createElementNS(SVG, "path");
      line.setAttribute("d", `M${x.toFixed(1)} 0V${height}`);
      this.days.append(line);
      if (x < free || x > width - LEAST_LABEL_GAP) continue;
      free = x + LEAST_LABEL_GAP;
      const label = document.createElementNS(SVG, "text");
      label.setAttribute("x", (x + 4).toFixed(1));
      label.setAttribute("y", "10");
      setText(label, fill(dictionary.day, { day: Math.round(midnight / 86_400) + 1 }));
      this.days.append(label);
    }
  }
}
