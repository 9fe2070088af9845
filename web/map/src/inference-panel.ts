// The live figures of the mind: whether it answers, what is in flight, batches, tokens, money, and who decided.
//
// The nodes stay and only their texts change, so that nothing jumps under a reader's eyes or a screen reader's cursor.
import { type Word, fill } from "./dictionary";
import { element, setAttribute, setHidden, setText } from "./elements";
import type { Inference } from "./inference";
import { type Bar, DECIDER_WORDS, type Decider, barsOf, figuresOf, reasonsOf, sharesOf } from "./inference-words";
import type { Speaker } from "./wording";

export class InferencePanel {
  readonly root = element("section", "thinking");
  private readonly title = element("h3");
  private readonly state = element("p", "thinking-state", { role: "status" });
  private readonly figures = element("dl", "figures");
  private readonly batches = new BarChart();
  private readonly shares = new ShareBar();
  private readonly unusedTitle = element("h4");
  private readonly unused = element("ul", "unused");
  private readonly unusedNote = element("p", "thinking-note");
  /** What concerns a model alone. */
  private readonly ofModel: readonly HTMLElement[] = [
    this.figures,
    this.batches.root,
    this.shares.root,
    this.unusedTitle,
    this.unused,
    this.unusedNote,
  ];

  constructor() {
    this.root.append(this.title, this.state, ...this.ofModel);
  }

  render(inference: Inference | null, isUnheard: boolean, speaker: Speaker): void {
    const { dictionary } = speaker;
    setHidden(this.root, inference === null && !isUnheard);
    setText(this.title, dictionary.thinkingNow);
    for (const node of this.ofModel) setHidden(node, inference?.mind.kind !== "model");
    this.renderState(inference, isUnheard, speaker);
    if (inference?.mind.kind !== "model") return;
    this.renderFigures(inference, speaker);
    this.batches.render(inference, speaker);
    this.shares.render(inference, speaker);
    this.renderUnused(inference, speaker);
  }

  private renderState(inference: Inference | null, isUnheard: boolean, { dictionary }: Speaker): void {
    const isModel = inference?.mind.kind === "model";
    const state = isUnheard || !inference ? "unheard" : !isModel ? "rules" : inference.answers ? "well" : "away";
    const words = {
      unheard: dictionary.thinkingUnheard,
      rules: fill(dictionary.thinkingFree, { count: inference?.decisions.rule ?? 0 }),
      well: dictionary.thinkingWell,
      away: dictionary.thinkingAway,
    };
    setAttribute(this.state, "data-state", state);
    setText(this.state, words[state]);
  }

  private renderFigures(inference: Inference, speaker: Speaker): void {
    figuresOf(inference, speaker).forEach(({ name, value, note }, index) => {
      const place = this.figures.children[index] ?? this.figures.appendChild(emptyFigure());
      const [term, number, remark] = place.children as unknown as [Element, Element, Element];
      setAttribute(place, "data-figure", name);
      setText(term, speaker.dictionary[name]);
      setText(number, value);
      setText(remark, note);
    });
  }

  private renderUnused(inference: Inference, { dictionary }: Speaker): void {
    const reasons = reasonsOf(inference, dictionary);
    setText(this.unusedTitle, dictionary.unused);
    while (this.unused.children.length > reasons.length) this.unused.lastElementChild?.remove();
    reasons.forEach((reason, index) => {
      setText(this.unused.children[index] ?? this.unused.appendChild(element("li")), reason);
    });
    const repairs = inference.repairs > 0 ? fill(dictionary.unusedRepairs, { repairs: inference.repairs }) : "";
    setText(this.unusedNote, reasons.length === 0 ? dictionary.unusedNone : repairs);
  }
}

function emptyFigure(): HTMLElement {
  return element("div", "figure", {}, [element("dt"), element("dd", "figure-value"), element("dd", "figure-note")]);
}

/** How many times so many decisions were due together. */
class BarChart {
  readonly root = element("figure", "batches");
  private readonly title = element("h4");
  private readonly bars = element("ol", "bars");
  private readonly note = element("figcaption", "thinking-note");

  constructor() {
    this.root.append(this.title, this.bars, this.note);
  }

  render(inference: Inference, { dictionary }: Speaker): void {
    const { mean_shared_batch: mean, largest_batch: largest } = inference;
    setText(this.title, dictionary.batches);
    barsOf(inference).forEach((bar, index) => {
      renderBar((this.bars.children[index] ?? this.bars.appendChild(emptyBar())) as HTMLElement, bar, dictionary.batchBar);
    });
    const note = fill(dictionary.batchesNote, { mean: mean?.toFixed(1) ?? "", largest });
    setText(this.note, mean === null ? dictionary.batchesNone : note);
  }
}

function emptyBar(): HTMLElement {
  const column = element("span", "bar-column", {}, [element("span", "bar-count"), element("span", "bar-filled")]);
  const spoken = element("span", "spoken");
  return element("li", "bar", {}, [spoken, column, element("span", "bar-size", { "aria-hidden": "true" })]);
}

function renderBar(bar: HTMLElement, { size, count, part }: Bar, template: string): void {
  const [spoken, column, label] = bar.children as unknown as [HTMLElement, HTMLElement, HTMLElement];
  const [number, filled] = column.children as unknown as [HTMLElement, HTMLElement];
  setAttribute(column, "aria-hidden", "true");
  setText(spoken, fill(template, { size, count }));
  setText(number, count === 0 ? "" : String(count));
  setText(label, size);
  filled.style.height = `${(part * 100).toFixed(1)}%`;
}

/** Who decided: one bar in parts, and what each part is. */
class ShareBar {
  readonly root = element("figure", "shares");
  private readonly title = element("h4");
  private readonly bar = element("div", "share-bar", { "aria-hidden": "true" });
  private readonly legend = element("ul", "share-legend");

  constructor() {
    this.root.append(this.title, this.bar, this.legend);
  }

  render(inference: Inference, { dictionary }: Speaker): void {
    setText(this.title, dictionary.deciders);
    sharesOf(inference).forEach(({ decider, count, part }, index) => {
      const piece = this.bar.children[index] ?? this.bar.appendChild(emptyShare("span", decider));
      const entry = this.legend.children[index] ?? this.legend.appendChild(emptyShare("li", decider));
      (piece as HTMLElement).style.flexGrow = String(part);
      setText(entry, fill(dictionary.decider, { who: dictionary[DECIDER_WORDS[decider] as Word], count }));
    });
  }
}

function emptyShare(tag: "span" | "li", decider: Decider): HTMLElement {
  return element(tag, "share", { "data-source": decider });
}
