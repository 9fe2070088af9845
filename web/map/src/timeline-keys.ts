// The timeline by keyboard: space plays and pauses, comma and full stop step, wherever they mean nothing else.
import { isTakenBy } from "./keys";
import type { Timeline } from "./timeline";

/** Listens for as long as the page is there. `isWorked` tells whether there is anything to play now. */
export function workByKeys(timeline: Timeline, isWorked: () => boolean): void {
  document.addEventListener("keydown", (event) => {
    if (!isWorked() || event.ctrlKey || event.metaKey || event.altKey || isTakenBy(event)) return;
    if (event.key === " ") timeline.toggle();
    else if (event.key === ",") timeline.step(-1);
    else if (event.key === ".") timeline.step(1);
    else return;
    event.preventDefault();
  });
}
