// What part of the map is looked at: first the visitor's own sprite, then whoever is chosen, followed as they walk.
import type { Figure } from "./scene";
import type { VillageMap } from "./village-map";

/** How often the camera looks after the person it follows. */
const FOLLOWING_MILLISECONDS = 700;

export class Camera {
  private isPlaced = false;
  private followed: string | null = null;
  private lookedAt = 0;

  /** `coveredHeight` tells how many pixels at the bottom of the map lie under something else. */
  constructor(private readonly coveredHeight: () => number) {}

  /** The first look is at the visitor, or at whoever is most in the midst of all. */
  placeFirst(map: VillageMap, figures: readonly Figure[], you: string | null): void {
    if (this.isPlaced) return;
    this.isPlaced = true;
    const first = figures.find(({ id }) => id === you) ?? inTheMidst(figures);
    if (first) map.show(first, false);
  }

  /** Shows somebody now, and keeps them in sight from now on; null lets go. */
  choose(map: VillageMap | null, figures: readonly Figure[], id: string | null): void {
    this.followed = id;
    const figure = figures.find((other) => other.id === id);
    if (figure) map?.show(figure, true, this.coveredHeight());
  }

  /** The visitor moves the map by hand: nobody is followed until chosen again. */
  release(): void {
    this.followed = null;
  }

  follow(map: VillageMap, figures: readonly Figure[], wallTime: number): void {
    if (this.followed === null || wallTime - this.lookedAt < FOLLOWING_MILLISECONDS) return;
    this.lookedAt = wallTime;
    const figure = figures.find(({ id }) => id === this.followed);
    const covered = this.coveredHeight();
    if (figure && !map.isInSight(figure, covered)) map.show(figure, true, covered);
  }
}

function inTheMidst(figures: readonly Figure[]): Figure | undefined {
  const [x, y] = [median(figures.map((figure) => figure.x)), median(figures.map((figure) => figure.y))];
  const distance = (figure: Figure) => Math.hypot(figure.x - x, figure.y - y);
  return figures.toSorted((left, right) => distance(left) - distance(right))[0];
}

function median(values: readonly number[]): number {
  return values.toSorted((left, right) => left - right)[Math.floor(values.length / 2)] ?? 0;
}
