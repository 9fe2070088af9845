// The line over two recordings: where they first differ, what happens there in either, and a press that leads there.
import type { Deed, Parting } from "./comparison";
import { fill, inLanguage } from "./dictionary";
import { button, element, setHidden, setText } from "./elements";
import { type Speaker, timeWords } from "./wording";

export class PartingLine {
  private readonly when = element("strong", "parting-when");
  private readonly what = element("span", "parting-what");
  private readonly press: HTMLButtonElement;

  constructor(root: HTMLElement, wanted: () => void) {
    this.press = button("parting-show", wanted);
    root.append(this.when, this.what, this.press);
  }

  render(parting: Parting | null, speaker: Speaker): void {
    const { dictionary } = speaker;
    const at = parting && fill(dictionary.partingAt, { time: timeWords(parting.time, speaker) });
    setText(this.when, at ?? dictionary.partingNone);
    setText(this.what, parting ? partingWords(parting, speaker) : "");
    setText(this.press, dictionary.partingShow);
    setHidden(this.press, parting === null);
  }
}

/** What happens on either side; said once where it is the same deed, done otherwise. */
export function partingWords({ a, b }: Parting, { dictionary, language }: Speaker): string {
  const words = (deed: Deed) => ({ who: inLanguage(deed.who, language), what: inLanguage(deed.what, language) });
  const told = (deed: Deed | null) => (deed ? fill(dictionary.partingDeed, words(deed)) : dictionary.partingNothing);
  if (a && b && a.time === b.time && told(a) === told(b)) return fill(dictionary.partingAlike, words(a));
  return `A ${told(a)} · B ${told(b)}`;
}
