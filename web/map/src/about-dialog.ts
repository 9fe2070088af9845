// Who decides and speaks for the villagers and how that goes, what the marks on lines mean, how to give them a mind, and
// the keys.
import { Dialog } from "./dialog";
import { type Word, fill } from "./dictionary";
import { element, setText } from "./elements";
import { InferenceKeeper } from "./inference";
import { InferencePanel } from "./inference-panel";
import type { Mind } from "./protocol";
import type { Speaker } from "./wording";

const SERVE = "taoyuan serve --mind http://127.0.0.1:8001/v1#my-model";
const KEY = "export TAOYUAN_API_KEY=…";
const LAPTOP = "taoyuan serve --mind gguf:qwen";
const GPU = "taoyuan serve --mind vllm:Qwen/Qwen2.5-7B-Instruct";

/** A term is a word of the dictionary, or stands as it is. */
type Sign = "+ −" | ", ." | "N";
type Term = readonly [Word | Sign, Word];
const SIGNS: readonly string[] = ["+ −", ", .", "N"] satisfies Sign[];
const MARKS: readonly Term[] = [
  ["sourceModel", "aboutMarkModel"],
  ["sourceFallback", "aboutMarkFallback"],
  ["aboutMarkRule", "aboutMarkRuleWords"],
];
const KEYS: readonly Term[] = [
  ["keyArrows", "keyArrowsDoes"],
  ["+ −", "keyZoomDoes"],
  ["N", "keyNewsDoes"],
  ["keySpace", "keySpaceDoes"],
  [", .", "keyStepDoes"],
  ["keyTab", "keyTabDoes"],
  ["keyEscape", "keyEscapeDoes"],
];

export class AboutDialog {
  private readonly dialog: Dialog;
  private readonly who = element("p", "about-who");
  private readonly thinking = new InferencePanel();
  private readonly keeper = new InferenceKeeper(window.fetch.bind(window));
  private readonly worded: [Element, Word][] = [];

  constructor(container: HTMLElement) {
    this.dialog = new Dialog(container, "about");
    this.dialog.body.append(
      this.who,
      this.thinking.root,
      this.words("h3", "aboutMarks"),
      this.terms(MARKS),
      this.words("h3", "aboutHow"),
      this.words("p", "aboutServe"),
      commandLine(SERVE),
      this.words("p", "aboutKey"),
      commandLine(KEY),
      this.words("p", "aboutLocal"),
      commandLine(LAPTOP),
      commandLine(GPU),
      this.words("h3", "aboutKeys"),
      this.terms(KEYS),
    );
  }

  open(): void {
    this.dialog.open();
  }

  /** `isLive`: whether there is a village that thinks just now, not a recording of one. */
  render(mind: Mind | null, isLive: boolean, wallTime: number, speaker: Speaker): void {
    const { dictionary } = speaker;
    this.dialog.name(dictionary.aboutTitle, dictionary.close);
    const isModel = mind?.kind === "model";
    setText(this.who, fill(isModel ? dictionary.aboutModel : dictionary.aboutScripted, { model: mind?.model ?? "" }));
    for (const [node, word] of this.worded) setText(node, dictionary[word]);
    this.keeper.keep(isLive && this.dialog.isOpen, wallTime);
    this.thinking.render(this.keeper.inference, this.keeper.isUnheard, speaker);
  }

  private words(tag: "h3" | "p" | "dt" | "dd", word: Word): HTMLElement {
    const node = element(tag);
    this.worded.push([node, word]);
    return node;
  }

  private terms(terms: readonly Term[]): HTMLElement {
    const nodes = terms.flatMap(([term, meaning]) => [
      isSign(term) ? element("dt", "", {}, [term]) : this.words("dt", term),
      this.words("dd", meaning),
    ]);
    return element("dl", "terms", {}, nodes);
  }
}

function isSign(term: Word | Sign): term is Sign {
  return SIGNS.includes(term);
}

function commandLine(text: string): HTMLElement {
  return element("pre", "command-line", { tabindex: "0" }, [element("code", "", {}, [text])]);
}
