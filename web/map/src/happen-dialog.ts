// A dialog in which a visitor lets something happen to the village: which thing, where, and for how long; or whispers.
import { timeOfDay } from "./clock";
import { Dialog } from "./dialog";
import { type Word, fill, inLanguage } from "./dictionary";
import { button, element, setAttribute, setHidden, setText } from "./elements";
import {
  type Kind,
  MAXIMUM_WHISPER_CHARACTERS,
  type Murmur,
  OCCASIONS,
  type Outcome,
  WEATHERS,
  type Wish,
  isWeather,
  letHappen,
} from "./happenings";
import { icon, setIcon } from "./icons";
import type { View } from "./view";
import { type Speaker, happeningWords } from "./wording";

const USUAL = "";
const MINUTES = [30, 60, 120, 240, 480] as const;
const FIRST: Choice = "rain";

type Choice = Kind | "whisper";

export class HappenDialog {
  private readonly dialog: Dialog;
  private readonly now = element("ul", "happen-now", { role: "list" });
  private readonly nowPart: HTMLElement;
  private readonly place = element("select", "happen-select", { id: "happen-place" });
  private readonly placePart: HTMLElement;
  private readonly long = element("select", "happen-select", { id: "happen-long" });
  private readonly longPart: HTMLElement;
  private readonly to = element("select", "happen-select", { id: "happen-to" });
  private readonly says = element("textarea", "happen-words", {
    id: "happen-words",
    rows: "2",
    maxlength: String(MAXIMUM_WHISPER_CHARACTERS),
  });
  private readonly whisperParts: readonly HTMLElement[];
  private readonly status = element("p", "happen-status", { role: "status" });
  private readonly press: HTMLButtonElement;
  private readonly worded: [Element, Word][] = [];
  private what: Choice = FIRST;
  private outcome: Outcome | "sending" | "wordless" | null = null;
  /** What is shown was made from these. */
  private shown = "";

  constructor(
    container: HTMLElement,
    private readonly visitorKey: () => string | null,
    private readonly changed: () => void,
  ) {
    this.dialog = new Dialog(container, "happen");
    this.press = button("happen-press", () => void this.send());
    this.nowPart = element("section", "", {}, [this.words("h3", "happenNow"), this.now]);
    this.placePart = this.field("happenPlace", this.place);
    this.longPart = this.field("happenLong", this.long);
    this.whisperParts = [this.field("happenTo", this.to), this.field("happenWords", this.says)];
    const fields = element("div", "happen-fields", {}, [this.placePart, this.longPart, ...this.whisperParts]);
    // What has been agreed to is not asked for again by pressing twice; anything that is changed is another wish.
    for (const input of [this.place, this.long, this.to, this.says]) input.addEventListener("input", () => this.tell(null));
    this.dialog.body.append(
      this.nowPart,
      this.choices("weather", WEATHERS),
      this.choices("happenOccasion", OCCASIONS),
      this.choices("happenWhisper", ["whisper"]),
      fields,
      element("div", "happen-foot", {}, [this.status, this.press]),
    );
  }

  open(): void {
    this.outcome = null;
    this.dialog.open();
  }

  render(view: View, speaker: Speaker): void {
    const { dictionary } = speaker;
    this.dialog.name(dictionary.happenTitle, dictionary.close);
    if (!this.dialog.isOpen) return;
    for (const [node, word] of this.worded) setText(node, dictionary[word]);
    this.renderChoices(view, speaker);
    this.renderNow(view, speaker);
    const isWhisper = this.what === "whisper";
    setHidden(this.placePart, isWhisper || isWeather(this.what));
    setHidden(this.longPart, isWhisper);
    for (const part of this.whisperParts) setHidden(part, !isWhisper);
    setText(this.press, dictionary.happenDo);
    const kind = outcomeKind(this.outcome);
    this.press.disabled = kind === "sending" || kind === "accepted";
    this.renderStatus(view, speaker);
  }

  /** What goes on, with its end. */
  private renderNow({ happenings }: View, { dictionary, language }: Speaker): void {
    setHidden(this.nowPart, happenings.size === 0);
    const lines = [...happenings.values()].map(({ text, until }) => {
      return `${happeningWords(text, language)} · ${fill(dictionary.happenUntil, { time: timeOfDay(until) })}`;
    });
    if (lines.join("\n") === [...this.now.children].map((line) => line.textContent).join("\n")) return;
    this.now.replaceChildren(...lines.map((line) => element("li", "", {}, [line])));
  }

  /** The lists to choose from are made anew for another language or map, and keep what was chosen. */
  private renderChoices({ agents, places }: View, { dictionary, language }: Speaker): void {
    const key = [language, ...places.keys(), ...agents.keys()].join();
    if (key === this.shown) return;
    this.shown = key;
    const named = [...places.values()].map(({ id, name }) => [id, inLanguage(name, language)] as const);
    const homesLast = [...named.filter(([id]) => !isHome(id)), ...named.filter(([id]) => isHome(id))];
    fillSelect(this.place, homesLast, places.has("square") ? "square" : "");
    const people = [...agents.values()].map(({ id, name }) => [id, inLanguage(name, language)] as const);
    fillSelect(this.to, people, people[0]?.[0] ?? "");
    setAttribute(this.says, "placeholder", dictionary.happenWordsHint);
    const lengths = MINUTES.map((minutes) => {
      const words = minutes < 60 ? fill(dictionary.happenMinutes, { minutes }) : fill(dictionary.happenHours, { hours: minutes / 60 });
      return [String(minutes), words] as const;
    });
    fillSelect(this.long, [[USUAL, dictionary.happenUsual], ...lengths], USUAL);
  }

  private renderStatus({ pausedBy }: View, { dictionary, language }: Speaker): void {
    const { outcome } = this;
    setAttribute(this.status, "data-kind", outcomeKind(outcome));
    if (outcome === null) setText(this.status, "");
    else if (outcome === "sending") setText(this.status, dictionary.happenSending);
    else if (outcome === "wordless") setText(this.status, dictionary.happenWordless);
    else if (outcome.kind === "refused") setText(this.status, inLanguage(outcome.text, language));
    else if (outcome.kind === "failed") setText(this.status, dictionary.happenFailed);
    else if (this.what === "whisper") setText(this.status, dictionary.happenWhispered);
    else setText(this.status, pausedBy === null ? dictionary.happenSoon : dictionary.happenPaused);
  }

  private async send(): Promise<void> {
    if (this.what === "whisper" && this.says.value.trim() === "") {
      this.says.focus();
      return this.tell("wordless");
    }
    this.tell("sending");
    const outcome = await letHappen(this.wish(), this.visitorKey(), window.fetch.bind(window));
    if (outcome.kind === "accepted") this.says.value = "";
    this.tell(outcome);
  }

  private wish(): Wish | Murmur {
    if (this.what === "whisper") return { what: "whisper", agent: this.to.value, words: this.says.value };
    return {
      what: this.what,
      ...(isWeather(this.what) ? {} : { place: this.place.value }),
      ...(this.long.value === USUAL ? {} : { minutes: Number(this.long.value) }),
    };
  }

  private tell(outcome: Outcome | "sending" | "wordless" | null): void {
    this.outcome = outcome;
    this.changed();
  }

  /** A row of things to choose from, of which one in the whole dialog is chosen. */
  private choices(title: Word, kinds: readonly Choice[]): HTMLElement {
    const chips = kinds.map((kind) => {
      const radio = element("input", "happen-radio", { type: "radio", name: "happen-what", value: kind });
      radio.checked = kind === this.what;
      radio.addEventListener("change", () => {
        this.what = kind;
        this.outcome = null;
        this.changed();
      });
      const drawing = icon();
      setIcon(drawing, kind);
      return element("label", "happen-chip", {}, [radio, drawing, this.words("span", kind)]);
    });
    return element("fieldset", "happen-choices", {}, [this.words("legend", title), ...chips]);
  }

  private field(title: Word, select: HTMLElement): HTMLElement {
    const label = this.words("label", title);
    label.setAttribute("for", select.id);
    return element("div", "happen-field", {}, [label, select]);
  }

  private words(tag: "h3" | "legend" | "label" | "span", word: Word): HTMLElement {
    const node = element(tag);
    this.worded.push([node, word]);
    return node;
  }
}

function outcomeKind(outcome: Outcome | string | null): string {
  return outcome === null ? "" : typeof outcome === "string" ? outcome : outcome.kind;
}

function isHome(id: string): boolean {
  return id.startsWith("home_");
}

function fillSelect(select: HTMLSelectElement, options: readonly (readonly [string, string])[], otherwise: string): void {
  const chosen = select.value;
  select.replaceChildren(...options.map(([value, words]) => element("option", "", { value }, [words])));
  select.value = options.some(([value]) => value === chosen) && chosen !== "" ? chosen : otherwise;
}
