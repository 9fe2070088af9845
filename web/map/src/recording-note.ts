// What is shown in place of the pace when it is not now: which recording this is, or that the past is on show.
import { fill, inLanguage } from "./dictionary";
import { element, setAttribute, setHidden, setText } from "./elements";
import type { RunInfo } from "./recording";
import { type Speaker, timeWords } from "./wording";

export interface RecordingNoteState {
  recording: RunInfo | null;
  /** What time it is in a village that lives on, in simulated seconds; null where none does. */
  present: number | null;
}

export class RecordingNote {
  private readonly kind = element("strong", "recording-kind");
  /** A scenario's name may be long: it gives way first. On narrow pages the run's id is not shown. */
  private readonly facts = ["scenario", "run", "seed"].map((fact) => element("span", `recording-${fact}`));
  readonly root = element("p", "recording-note", {}, [this.kind, ...this.facts]);

  render({ recording, present }: RecordingNoteState, speaker: Speaker): void {
    setHidden(this.root, recording === null && present === null);
    setText(this.kind, recording ? speaker.dictionary.recording : speaker.dictionary.pastNote);
    const facts = recording ? factsOf(recording, speaker) : presentOf(present, speaker);
    this.facts.forEach((part, index) => {
      const fact = facts[index] ?? "";
      setText(part, fact && ` · ${fact}`);
    });
    setAttribute(this.root, "title", this.root.textContent ?? "");
  }
}

function factsOf({ scenario, run, seed }: RunInfo, { dictionary, language }: Speaker): readonly string[] {
  return [inLanguage(scenario, language), run, fill(dictionary.recordingSeed, { seed })];
}

function presentOf(present: number | null, speaker: Speaker): readonly string[] {
  if (present === null) return [];
  return [fill(speaker.dictionary.pastPresent, { time: timeWords(present, speaker) })];
}
