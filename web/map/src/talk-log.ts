// The lines of a talk, old to new: those of earlier visits, those of this one, and the one that is being spoken.
import { type Dictionary, fill } from "./dictionary";
import { element, setAttribute, setHidden, setText } from "./elements";
import type { Talk, TalkLine } from "./talk";
import { type PastLine, byTalk, withoutLive } from "./talk-history";
import type { Source } from "./view";

/** Closer to the end than this, and new lines scroll into view by themselves. */
const NEAR_END_PIXELS = 60;

export class TalkLog {
  readonly root = element("div", "talk-scroll", { tabindex: "0" });
  private readonly past = element("div", "talk-past", { role: "group" });
  private readonly divider = dividerOf("");
  private readonly lines = element("div", "talk-lines", { role: "log", "aria-live": "polite" });
  private readonly partial = element("p", "line line-agent line-partial", { "aria-hidden": "true" });
  private readonly awaiting = element("p", "line line-agent line-awaiting", { role: "status" });
  /** What the past was drawn from: it changes seldom, so it is drawn anew as a whole. */
  private drawn = "";
  /** Whether the end stays in sight as lines come: until the visitor scrolls back to read. */
  private isAtEnd = true;

  /** `asked` is called with the number of a line that the visitor wants explained. */
  constructor(asked: (event: number) => void) {
    onAsking(this.root, asked);
    this.root.addEventListener("scroll", () => {
      this.isAtEnd = this.isNearEnd();
    });
    this.root.append(this.past, this.divider, this.lines, this.partial, this.awaiting);
  }

  /** `title` tells a screen reader whose talk it is. */
  render(talk: Talk, past: readonly PastLine[], title: string, isThinking: boolean, dictionary: Dictionary): void {
    setAttribute(this.lines, "aria-label", title);
    const hasSaid = talk.lines.length > this.lines.childElementCount && talk.lines.at(-1)?.who === "visitor";
    if (hasSaid) this.isAtEnd = true;
    this.renderPast(withoutLive(past, talk.lines), talk.lines.length > 0, dictionary);
    while (this.lines.childElementCount > talk.lines.length) this.lines.lastElementChild?.remove();
    talk.lines.forEach((line, index) => renderLine(this.lines, line, index, dictionary));
    setText(this.partial, talk.partial);
    setHidden(this.partial, talk.partial === "");
    const isWaiting = talk.partial === "" && talk.status === "open" && (talk.awaiting || isThinking);
    setText(this.awaiting, isWaiting ? dictionary.thinking : "");
    setHidden(this.awaiting, !isWaiting);
    if (this.isAtEnd && talk.lines.length + past.length > 0) this.root.scrollTop = this.root.scrollHeight;
  }

  /** Another person's talk is seen from its end; where there was none, from the top. */
  begin(): void {
    this.isAtEnd = true;
    this.root.scrollTop = 0;
  }

  private renderPast(past: readonly PastLine[], hasLive: boolean, dictionary: Dictionary): void {
    setHidden(this.past, past.length === 0);
    setAttribute(this.past, "aria-label", dictionary.pastTalks);
    setHidden(this.divider, past.length === 0 || !hasLive);
    setText(this.divider.firstElementChild as Element, dictionary.liveDivider);
    const drawn = JSON.stringify([past, dictionary.pastDivider]);
    if (drawn === this.drawn) return;
    this.drawn = drawn;
    this.past.replaceChildren(
      ...byTalk(past).map(({ day, time, lines }) => {
        const talk = element("div", "talk-past-one", {}, [dividerOf(fill(dictionary.pastDivider, { day, time }))]);
        lines.forEach((line, index) => renderLine(talk, asTalkLine(line), index + 1, dictionary));
        return talk;
      }),
    );
  }

  private isNearEnd(): boolean {
    const { scrollHeight, scrollTop, clientHeight } = this.root;
    return scrollHeight - scrollTop - clientHeight < NEAR_END_PIXELS;
  }
}

function dividerOf(text: string): HTMLElement {
  return element("p", "talk-divider", {}, [element("span", "", {}, [text])]);
}

/** As live lines are: a character's may be asked about, one's own not. */
function asTalkLine({ event, ...line }: PastLine): TalkLine {
  return { ...line, pending: false, ...(event !== null && line.who === "agent" ? { event } : {}) };
}

function renderLine(container: HTMLElement, line: TalkLine, index: number, dictionary: Dictionary): void {
  const node = container.children[index] ?? container.appendChild(element("p"));
  setAttribute(node, "class", `line line-${line.who}${line.pending ? " line-pending" : ""}`);
  setText(node, line.text);
  setAttribute(node, "data-source", line.source ? sourceWord(line.source, dictionary) : "");
  if (line.event === undefined) return;
  setAttribute(node, "data-event", String(line.event));
  setAttribute(node, "role", "button");
  setAttribute(node, "tabindex", "0");
  setAttribute(node, "title", dictionary.whyAsk);
}

/** A line is pressed, by pointer or keyboard; who selects its words to copy them asks nothing. */
function onAsking(root: HTMLElement, asked: (event: number) => void): void {
  const ask = (target: EventTarget | null): boolean => {
    const line = target instanceof Element ? target.closest<HTMLElement>("[data-event]") : null;
    if (!line) return false;
    asked(Number(line.dataset.event));
    return true;
  };
  root.addEventListener("click", ({ target }) => {
    if (!window.getSelection()?.toString()) ask(target);
  });
  root.addEventListener("keydown", (event) => {
    if ((event.key === "Enter" || event.key === " ") && ask(event.target)) event.preventDefault();
  });
}

function sourceWord(source: Source, dictionary: Dictionary): string {
  const words = { model: dictionary.sourceModel, rule: "", fallback: dictionary.sourceFallback };
  return words[source];
}
