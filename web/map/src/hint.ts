// What a first visit is told: how to walk and how to talk. It goes away for good once both are done, or dismissed.
import type { Dictionary } from "./dictionary";
import { button, element, setAttribute, setHidden, setText } from "./elements";
import { recall, remember } from "./preferences";

export interface HintState {
  hasWalked: boolean;
  hasTalked: boolean;
  isDismissed: boolean;
}

export type HintEvent = "walked" | "talked" | "dismissed";

const DONE = "done";
const UNTOLD: HintState = { hasWalked: false, hasTalked: false, isDismissed: false };

export function hintAfter(state: HintState, event: HintEvent): HintState {
  if (event === "walked") return { ...state, hasWalked: true };
  return event === "talked" ? { ...state, hasTalked: true } : { ...state, isDismissed: true };
}

export function isDone({ hasWalked, hasTalked, isDismissed }: HintState): boolean {
  return isDismissed || (hasWalked && hasTalked);
}

export class Hint {
  private state: HintState = { ...UNTOLD, isDismissed: recall("hint") === DONE };
  private isWanted = true;
  private readonly heading = element("h2", "hint-title");
  private readonly walk = element("li");
  private readonly talk = element("li");
  private readonly dismiss = button("hint-dismiss", () => this.note("dismissed"));

  constructor(private readonly root: HTMLElement) {
    root.append(this.heading, element("ul", "hint-steps", { role: "list" }, [this.walk, this.talk]), this.dismiss);
    setHidden(root, true);
  }

  note(event: HintEvent): void {
    this.state = hintAfter(this.state, event);
    if (isDone(this.state)) remember("hint", DONE);
    this.show();
  }

  /** `isWanted` is false where nobody can walk or talk. */
  render(dictionary: Dictionary, isWanted: boolean): void {
    this.isWanted = isWanted;
    setText(this.heading, dictionary.hintTitle);
    setText(this.walk, dictionary.hintWalk);
    setText(this.talk, dictionary.hintTalk);
    setText(this.dismiss, dictionary.hintDone);
    this.show();
  }

  private show(): void {
    setAttribute(this.walk, "data-done", String(this.state.hasWalked));
    setAttribute(this.talk, "data-done", String(this.state.hasTalked));
    setHidden(this.root, !this.isWanted || isDone(this.state));
  }
}
