// Passing notices over the map: news of the village, and why something could not be done.
import { element } from "./elements";

const SHOWN_MILLISECONDS = 6000;
const MAXIMUM_NOTICES = 3;

export class Notices {
  private lastNumber = 0;

  constructor(private readonly container: HTMLElement) {}

  /** Shows a notice once; its number tells whether it is new. One that says the same as the last takes its place. */
  show(number: number, text: string): void {
    if (number === this.lastNumber || !text) return;
    this.lastNumber = number;
    const last = this.container.lastElementChild;
    if (last?.textContent === text) last.remove();
    const node = element("p", "notice", {}, [text]);
    this.container.append(node);
    while (this.container.childElementCount > MAXIMUM_NOTICES) this.container.firstElementChild?.remove();
    window.setTimeout(() => node.remove(), SHOWN_MILLISECONDS);
  }
}
