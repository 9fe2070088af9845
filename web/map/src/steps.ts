// Walking by the arrow keys: which way the pressed keys lead, and where the next step goes.
import type { MapInfo, Tile } from "./protocol";

/** A way to go, in tiles: -1, 0 or 1 across and down. */
export type Heading = readonly [number, number];

const HEADINGS: Readonly<Record<string, Heading>> = {
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
};
/** A step goes so far ahead that the next one comes before it ends. */
const STEP_TILES = 2;
/** At most four steps a second. */
export const STEP_MILLISECONDS = 250;

export function isArrow(key: string): boolean {
  return Object.hasOwn(HEADINGS, key);
}

/** The way that the keys lead together; null when they lead nowhere. */
export function headingOf(keys: Iterable<string>): Heading | null {
  let [across, down] = [0, 0];
  for (const key of keys) {
    const [x, y] = HEADINGS[key] ?? [0, 0];
    across += x;
    down += y;
  }
  return across === 0 && down === 0 ? null : [across, down];
}

/** The tile to walk to; null at the map's edge, where there is nowhere further to go. */
export function stepFrom(at: { x: number; y: number }, [across, down]: Heading, map: MapInfo): Tile | null {
  const [x, y] = [Math.round(at.x), Math.round(at.y)];
  const to: Tile = [within(x + across * STEP_TILES, map.width), within(y + down * STEP_TILES, map.height)];
  return to[0] === x && to[1] === y ? null : to;
}

function within(value: number, size: number): number {
  return Math.min(size - 1, Math.max(0, value));
}

/** Listens to the arrow keys on an element, and asks for steps while they are held. */
export class ArrowKeys {
  private readonly held = new Set<string>();
  private steppedAt = Number.NEGATIVE_INFINITY;
  private timer: number | null = null;

  constructor(
    private readonly target: HTMLElement,
    private readonly step: (heading: Heading) => void,
  ) {
    target.addEventListener("keydown", (event) => this.press(event));
    target.addEventListener("keyup", (event) => this.held.delete(event.key));
    target.addEventListener("blur", () => this.held.clear());
  }

  private press(event: KeyboardEvent): void {
    const isShortcut = event.altKey || event.ctrlKey || event.metaKey;
    if (event.target !== this.target || !isArrow(event.key) || isShortcut) return;
    event.preventDefault();
    this.held.add(event.key);
    if (this.timer === null) this.walkOn();
  }

  /** However fast the keys are pressed, steps are no nearer together than their interval. */
  private walkOn(): void {
    this.timer = null;
    const heading = headingOf(this.held);
    if (!heading) return;
    const elapsed = performance.now() - this.steppedAt;
    if (elapsed >= STEP_MILLISECONDS) {
      this.steppedAt = performance.now();
      this.step(heading);
    }
    const wait = Math.max(0, this.steppedAt + STEP_MILLISECONDS - performance.now());
    this.timer = window.setTimeout(() => this.walkOn(), wait);
  }
}
