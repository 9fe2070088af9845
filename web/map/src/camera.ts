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

  /** The first look is at the visitor, or at anybody. */
  placeFirst(map: VillageMap, figures: readonly Figure[], you: string | null): void {
    if (this.isPlaced) return;
    this.isPlaced = true;
    const first = figures.find(({ id }) => id === you) ?? figures[0];
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
