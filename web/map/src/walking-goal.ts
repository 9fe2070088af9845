// Where the visitor's own sprite is walking to.
import type { Tile } from "./protocol";
import type { View } from "./view";
import { visitorStance } from "./walking";

/** The last tile of one's own walk, as the village laid it out; null once one is there. */
export function goalOf(view: Pick<View, "visitors" | "you">, wallTime: number): Tile | null {
  const own = view.you === null ? undefined : view.visitors.get(view.you);
  const goal = own?.path.at(-1);
  if (!own || !goal) return null;
  const { x, y } = visitorStance(own, wallTime);
  return x === goal[0] && y === goal[1] ? null : goal;
}
