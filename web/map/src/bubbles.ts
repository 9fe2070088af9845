// Speech bubbles: paper slips over the heads of whoever speaks, above the night, kept apart where that is easy.
import * as L from "leaflet";
import { element, setText } from "./elements";
import type { Source } from "./view";

export interface BubbleContent {
  agent: string;
  text: string;
  source: Source;
  /** Top middle of the speaker, in CSS pixels on the map's layer. */
  x: number;
  y: number;
}

export interface Slip {
  /** Where the tail points. */
  x: number;
  y: number;
  width: number;
  height: number;
}

/** The most that a bubble is lifted to clear another one. */
const LARGEST_LIFT = 160;
const GAP = 6;

interface Bubble {
  node: HTMLElement;
  words: HTMLElement;
  width: number;
  height: number;
}

export class Bubbles {
  private readonly shown = new Map<string, Bubble>();

  constructor(private readonly pane: HTMLElement) {}

  /** Shows exactly these lines. */
  update(contents: readonly BubbleContent[]): void {
    this.removeOthers(new Set(contents.map((content) => content.agent)));
    const bubbles = contents.map((content) => this.renewed(content));
    const slips = contents.map(({ x, y }, index) => ({ x, y, ...sizeOf(bubbles[index] as Bubble) }));
    const lifts = liftsOf(slips);
    slips.forEach((slip, index) => place(bubbles[index] as Bubble, slip, lifts[index] ?? 0));
  }

  private removeOthers(speakers: ReadonlySet<string>): void {
    for (const [agent, { node }] of this.shown) {
      if (speakers.has(agent)) continue;
      node.remove();
      this.shown.delete(agent);
    }
  }

  private renewed({ agent, text, source }: BubbleContent): Bubble {
    const bubble = this.shown.get(agent) ?? this.added(agent);
    if (bubble.words.textContent !== text || bubble.node.dataset.source !== source) {
      setText(bubble.words, text);
      bubble.node.dataset.source = source;
      bubble.width = bubble.node.offsetWidth;
      bubble.height = bubble.node.offsetHeight;
    }
    return bubble;
  }

  private added(agent: string): Bubble {
    const words = element("span", "bubble-words");
    const node = element("div", "bubble", {}, [words]);
    this.pane.append(node);
    const bubble = { node, words, width: 0, height: 0 };
    this.shown.set(agent, bubble);
    return bubble;
  }
}

function sizeOf({ width, height }: Bubble): { width: number; height: number } {
  return { width, height };
}

function place({ node }: Bubble, slip: Slip, lift: number): void {
  const left = Math.round(slip.x - slip.width / 2);
  const top = Math.round(slip.y - slip.height - lift);
  L.DomUtil.setPosition(node, L.point(left, top));
  node.style.setProperty("--lift", `${lift}px`);
}

/** How far to lift each slip, so that none covers another: the lowest stay, the ones behind them rise. */
export function liftsOf(slips: readonly Slip[]): number[] {
  const lifts = slips.map(() => 0);
  const order = slips.map((_, index) => index).sort((left, right) => slipAt(right).y - slipAt(left).y);
  const placed: Slip[] = [];
  for (const index of order) {
    const slip = slipAt(index);
    const lifted = cleared(slip, placed);
    lifts[index] = slip.y - lifted.y;
    placed.push(lifted);
  }
  return lifts;

  function slipAt(index: number): Slip {
    return slips[index] as Slip;
  }
}

/** Rises over one obstacle after another; a slip that would rise too far stays where it was. */
function cleared(slip: Slip, placed: readonly Slip[]): Slip {
  let lifted = slip;
  for (let obstacle = blockerOf(lifted, placed); obstacle; obstacle = blockerOf(lifted, placed)) {
    lifted = { ...lifted, y: obstacle.y - obstacle.height - GAP };
    if (slip.y - lifted.y > LARGEST_LIFT) return slip;
  }
  return lifted;
}

function blockerOf(slip: Slip, placed: readonly Slip[]): Slip | undefined {
  return placed.find(
    (other) =>
      Math.abs(slip.x - other.x) < (slip.width + other.width) / 2 + GAP &&
      slip.y > other.y - other.height - GAP &&
      other.y > slip.y - slip.height - GAP,
  );
}
