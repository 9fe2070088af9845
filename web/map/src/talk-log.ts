// The lines of a talk, old to new, and the one that is just being spoken.
import type { Dictionary } from "./dictionary";
import { element, setAttribute, setHidden, setText } from "./elements";
import type { Source } from "./view";
import type { Talk, TalkLine } from "./talk";

/** Closer to the end than this, and new lines scroll into view by themselves. */
const NEAR_END_PIXELS = 60;

export class TalkLog {
  readonly root = element("div", "talk-scroll", { tabindex: "0" });
  private readonly lines = element("div", "talk-lines", { role: "log", "aria-live": "polite" });
  private readonly partial = element("p", "line line-agent line-partial", { "aria-hidden": "true" });
  private readonly awaiting = element("p", "line line-agent line-awaiting", { role: "status" });

  constructor() {
    this.root.append(this.lines, this.partial, this.awaiting);
  }

  /** `title` tells a screen reader whose talk it is. */
  render(talk: Talk, title: string, isThinking: boolean, dictionary: Dictionary): void {
    setAttribute(this.lines, "aria-label", title);
    const isNearEnd = this.isNearEnd();
    while (this.lines.childElementCount > talk.lines.length) this.lines.lastElementChild?.remove();
    talk.lines.forEach((line, index) => this.renderLine(line, index, dictionary));
    setText(this.partial, talk.partial);
    setHidden(this.partial, talk.partial === "");
    const isWaiting = talk.partial === "" && (talk.awaiting || (isThinking && talk.status === "open"));
    setText(this.awaiting, isWaiting ? dictionary.thinking : "");
    setHidden(this.awaiting, !isWaiting);
    if (isNearEnd) this.root.scrollTop = this.root.scrollHeight;
  }

  private isNearEnd(): boolean {
    const { scrollHeight, scrollTop, clientHeight } = this.root;
    return scrollHeight - scrollTop - clientHeight < NEAR_END_PIXELS;
  }

  private renderLine(line: TalkLine, index: number, dictionary: Dictionary): void {
    const node = this.lines.children[index] ?? this.lines.appendChild(element("p"));
    setAttribute(node, "class", `line line-${line.who}${line.pending ? " line-pending" : ""}`);
    setText(node, line.text);
    setAttribute(node, "data-source", line.source ? sourceWord(line.source, dictionary) : "");
  }
}

function sourceWord(source: Source, dictionary: Dictionary): string {
  const words = { model: dictionary.sourceModel, rule: "", fallback: dictionary.sourceFallback };
  return words[source];
}
