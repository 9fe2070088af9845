// What a test in a browser may look at: `window.taoyuan`, there only when the address asks for it with `?debug`.
//
// People are painted on a canvas, so nothing in the page tells where they stand. This tells, and changes nothing.
import type { Box } from "./figure-painter";

/** One person of the last picture: feet in tiles (fractional while walking), frame in pixels of the viewport. */
export interface DrawnFigure {
  id: string;
  x: number;
  y: number;
  box: Box;
}

/** The last picture of the map, and everyone in it, back to front. */
export interface Drawn {
  /** The simulated time that it shows, in seconds. */
  time: number;
  /** When it was drawn, in milliseconds. */
  wallTime: number;
  figures: readonly DrawnFigure[];
}

/** Lets tests look, if the address asks for it: by a name for each map. A look is null until there is a picture. */
export function offerDebugView(query: URLSearchParams, looks: Readonly<Record<string, () => Drawn | null>>): void {
  if (!query.has("debug")) return;
  Object.defineProperty(window, "taoyuan", { value: Object.freeze({ ...looks }) });
}
