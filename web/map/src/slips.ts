// Where speech bubbles go: over their speakers' heads, lifted clear of each other, and within sight.

/** A bubble of a size whose tail points at (x, y), in CSS pixels; it stands above that point. */
export interface Slip {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** Where a bubble's top left corner goes, how far it is lifted, and how far along its lower edge the tail is. */
export interface Placement {
  left: number;
  top: number;
  lift: number;
  tail: number;
}

/** What can be seen of the map, in the same pixels. */
export interface Sight {
  left: number;
  right: number;
  top: number;
}

/** The most that a bubble is lifted to clear what is in its way. */
const LARGEST_LIFT = 150;
/** Shifts to try, as shares of what keeps the tail under the bubble; and what a shifted pixel costs in lifted ones. */
const SHIFTS = [0, -0.5, 0.5, -1, 1];
const SHIFT_COST = 0.5;
const GAP = 5;
const EDGE = 6;
/** The tail stays off the round corners. */
const CORNER = 18;

/** Places every slip; `bodies` are people whom no bubble should cover, given as slips that stand on their feet. */
export function placements(slips: readonly Slip[], bodies: readonly Slip[], sight: Sight): Placement[] {
  const found = slips.map((slip) => placementOf(slip, slip, sight));
  const placed = [...bodies];
  const lowestFirst = [...slips.entries()].sort(([, one], [, other]) => other.y - one.y);
  for (const [index, slip] of lowestFirst) {
    const best = cheapest(slip, placed, sight);
    found[index] = placementOf(slip, best, sight);
    placed.push(best);
  }
  return found;
}

/** Words that would leave the upper edge stay below it for as long as their speaker is seen. */
function placementOf(slip: Slip, { x, y, width, height }: Slip, { top }: Sight): Placement {
  const left = x - width / 2;
  const lowest = slip.y > top ? top + EDGE : Number.NEGATIVE_INFINITY;
  const tail = clamp(slip.x - left, CORNER, width - CORNER);
  return { left: Math.round(left), top: Math.round(Math.max(y - height, lowest)), lift: slip.y - y, tail: Math.round(tail) };
}

/** The nearest free spot: straight above, or a little aside. A slip that would go too far stays where it was. */
function cheapest(slip: Slip, placed: readonly Slip[], sight: Sight): Slip {
  const reach = slip.width / 2 - CORNER;
  const spots = SHIFTS.map((shift) => withinSight({ ...slip, x: slip.x + shift * reach }, slip.x, sight));
  const lifted = spots.map((spot) => cleared(spot, placed)).filter((spot) => slip.y - spot.y <= LARGEST_LIFT);
  const cost = (spot: Slip) => slip.y - spot.y + Math.abs(spot.x - slip.x) * SHIFT_COST;
  return lifted.sort((one, other) => cost(one) - cost(other))[0] ?? (spots[0] as Slip);
}

/** A speaker at the edge has their words moved inwards; one out of sight keeps them there. */
function withinSight(spot: Slip, speakerX: number, { left, right }: Sight): Slip {
  const half = spot.width / 2 + EDGE;
  const isSeen = speakerX >= left && speakerX <= right && right - left >= 2 * half;
  return isSeen ? { ...spot, x: clamp(spot.x, left + half, right - half) } : spot;
}

/** Rises over one obstacle after another. */
function cleared(slip: Slip, placed: readonly Slip[]): Slip {
  let lifted = slip;
  for (let obstacle = obstacleOf(lifted, placed); obstacle; obstacle = obstacleOf(lifted, placed)) {
    lifted = { ...lifted, y: obstacle.y - obstacle.height - GAP };
  }
  return lifted;
}

function obstacleOf(slip: Slip, placed: readonly Slip[]): Slip | undefined {
  return placed.find(
    (other) =>
      Math.abs(slip.x - other.x) < (slip.width + other.width) / 2 &&
      slip.y > other.y - other.height &&
      other.y > slip.y - slip.height,
  );
}

function clamp(value: number, least: number, most: number): number {
  return Math.min(Math.max(value, least), Math.max(least, most));
}
