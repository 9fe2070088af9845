// What part of the map is looked at: first the visitor's own sprite, or where most people are, then whoever is chosen.
import type { Figure } from "./scene";
import type { VillageMap } from "./village-map";

/** How often the camera looks after the people it follows. */
const FOLLOWING_MILLISECONDS = 700;
/** Who is no further from each other than this is together. */
const COMPANY: Reach = { across: 9, down: 6 };

type Spot = Pick<Figure, "x" | "y">;

/** How far from somebody others may be, in tiles. */
export interface Reach {
  across: number;
  down: number;
}

export class Camera {
  private isPlaced = false;
  private followed: readonly string[] = [];
  private lookedAt = 0;

  /** `coveredHeight` tells how many pixels at the bottom of the map lie under something else. */
  constructor(private readonly coveredHeight: () => number) {}

  /** The first look is at the visitor, or at whoever has most company. */
  placeFirst(map: VillageMap, figures: readonly Figure[], you: string | null): void {
    if (this.isPlaced) return;
    this.isPlaced = true;
    const first = figures.find(({ id }) => id === you) ?? amongMost(figures, map.sight);
    if (first) map.open(first);
  }

  /** Shows somebody, or several who are together, and keeps them in sight from now on; nobody lets go. */
  choose(map: VillageMap | null, figures: readonly Figure[], ids: readonly string[]): void {
    this.followed = ids;
    const spot = this.spotOf(figures);
    if (spot) map?.show(spot, true, this.coveredHeight());
  }

  /** The visitor moves the map by hand: nobody is followed until chosen again. */
  release(): void {
    this.followed = [];
  }

  follow(map: VillageMap, figures: readonly Figure[], wallTime: number): void {
    if (this.followed.length === 0 || wallTime - this.lookedAt < FOLLOWING_MILLISECONDS) return;
    this.lookedAt = wallTime;
    const spot = this.spotOf(figures);
    const covered = this.coveredHeight();
    if (spot && !map.isInSight(spot, covered)) map.show(spot, true, covered);
  }

  /** The middle of those who are followed; whoever has gone away from the first is let go. */
  private spotOf(figures: readonly Figure[]): Spot | undefined {
    const [first, ...others] = this.followed.flatMap((id) => figures.find((figure) => figure.id === id) ?? []);
    if (!first) return undefined;
    const together = [first, ...others.filter((other) => areTogether(first, other, COMPANY))];
    return { x: mean(together.map(({ x }) => x)), y: mean(together.map(({ y }) => y)) };
  }
}

/** Whoever has most people about; those who are awake, if anybody is. */
export function amongMost<Person extends Spot & Pick<Figure, "state">>(
  people: readonly Person[],
  reach: Reach,
): Person | undefined {
  const awake = people.filter(({ state }) => state !== "sleeping");
  const seen = awake.length > 0 ? awake : people;
  const company = (person: Person) => seen.filter((other) => areTogether(person, other, reach)).length;
  return seen.reduce<Person | undefined>((best, one) => (best && company(best) >= company(one) ? best : one), undefined);
}

function areTogether(one: Spot, other: Spot, { across, down }: Reach): boolean {
  return Math.abs(one.x - other.x) <= across && Math.abs(one.y - other.y) <= down;
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
