// Speech bubbles: paper slips over the heads of whoever speaks, above the night.
import * as L from "leaflet";
import { element, setAttribute, setText } from "./elements";
import { type Placement, type Sight, type Slip, placements } from "./slips";
import type { Source } from "./view";

export interface BubbleContent {
  agent: string;
  text: string;
  source: Source;
  /** The line's number in the log; with one the bubble can be asked why. */
  event: number | null;
  /** What asking does, for those who point at it. */
  ask: string;
  /** Top middle of the speaker, in CSS pixels on the map's layer. */
  x: number;
  y: number;
}

interface Bubble {
  node: HTMLButtonElement;
  words: HTMLElement;
  width: number;
  height: number;
}

export class Bubbles {
  private readonly shown = new Map<string, Bubble>();

  constructor(private readonly pane: HTMLElement) {}

  /** Shows exactly these lines. `bodies` are people whom they should not cover. */
  update(contents: readonly BubbleContent[], bodies: readonly Slip[], sight: Sight): void {
    this.removeOthers(new Set(contents.map((content) => content.agent)));
    const bubbles = contents.map((content) => this.renewed(content));
    const slips = contents.map(({ x, y }, index) => slipOf(bubbles[index] as Bubble, x, y));
    placements(slips, bodies, sight).forEach((placement, index) => place(bubbles[index] as Bubble, placement));
  }

  /** The line under the pointer, or the keyboard, by its number in the log; null where there is none to ask about. */
  eventAt(target: EventTarget | null): number | null {
    const node = target instanceof Element ? target.closest<HTMLElement>(".bubble") : null;
    return node?.dataset.event ? Number(node.dataset.event) : null;
  }

  private removeOthers(speakers: ReadonlySet<string>): void {
    for (const [agent, { node }] of this.shown) {
      if (speakers.has(agent)) continue;
      node.remove();
      this.shown.delete(agent);
    }
  }

  private renewed({ agent, text, source, event, ask }: BubbleContent): Bubble {
    const bubble = this.shown.get(agent) ?? this.added(agent);
    bubble.node.disabled = event === null;
    setAttribute(bubble.node, "data-event", event === null ? "" : String(event));
    setAttribute(bubble.node, "title", ask);
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
    const node = element("button", "bubble", { type: "button" }, [words, element("span", "bubble-thread")]);
    this.pane.append(node);
    const bubble = { node, words, width: 0, height: 0 };
    this.shown.set(agent, bubble);
    return bubble;
  }
}

function slipOf({ width, height }: Bubble, x: number, y: number): Slip {
  return { x, y, width, height };
}

function place({ node }: Bubble, { left, top, lift, tail }: Placement): void {
  L.DomUtil.setPosition(node, L.point(left, top));
  node.style.setProperty("--lift", `${lift}px`);
  node.style.setProperty("--tail", `${tail}px`);
}
