// The pieces of an answer to why: badge, memories with their scores, and what a model was asked, said and cost.
// Every text goes in as text.
import { dayAndTime, timeOfDay } from "./clock";
import { type Dictionary, fill, inLanguage } from "./dictionary";
import { element } from "./elements";
import type { Source } from "./view";
import type { Attempt, MemoryScores, Why } from "./why";
import type { Speaker } from "./wording";

const SCORES = ["recency", "importance", "relevance"] as const;

/** Which mind it was. */
export function badge(source: Source, dictionary: Dictionary): HTMLElement {
  const words = { model: dictionary.sourceModel, rule: dictionary.sourceRule, fallback: dictionary.sourceFallback };
  return element("span", "why-badge", { "data-source": source }, [words[source]]);
}

/** Day and time of day of a simulated moment. */
export function moment(time: number, dictionary: Dictionary): string {
  return `${fill(dictionary.day, { day: dayAndTime(time).day })} ${timeOfDay(time)}`;
}

/** What came to mind, each with small bars for why. */
export function memoryList(memories: readonly MemoryScores[], { dictionary, language }: Speaker): HTMLElement {
  const items = memories.map((memory) => {
    const words = element("p", "why-memory-words", {}, [inLanguage(memory.text, language)]);
    const when = element("span", "why-memory-time", {}, [moment(memory.time, dictionary)]);
    return element("li", "why-memory", {}, [words, when, scores(memory, dictionary)]);
  });
  return element("ul", "why-memories", {}, items);
}

/** Those that came by themselves, being the latest, have no scores. */
function scores(memory: MemoryScores, dictionary: Dictionary): HTMLElement {
  if (memory.total === 0) return element("span", "why-unscored", {}, [dictionary.whyLatest]);
  const names = { recency: dictionary.whyRecency, importance: dictionary.whyImportance, relevance: dictionary.whyRelevance };
  const bars = SCORES.map((score) => {
    const value = (memory[score] / 1000).toFixed(2);
    const fillings = element("span", "why-bar-filled");
    fillings.style.width = `${memory[score] / 10}%`;
    const bar = element("span", "why-bar", { role: "img", "aria-label": `${names[score]} ${value}` }, [fillings]);
    return element("span", "why-score", { title: value }, [names[score], bar]);
  });
  return element("span", "why-scores", {}, bars);
}

/** Something that opens on being asked for. */
export function fold(title: string, children: readonly Node[]): HTMLElement {
  return element("details", "why-fold", {}, [element("summary", "", {}, [title]), ...children]);
}

/** A text as it came, with its line breaks. */
export function quotation(text: string): HTMLElement {
  return element("pre", "why-text", { tabindex: "0" }, [text]);
}

/** What a model was asked and said, whether that could be used, and what it cost. */
export function attemptView(attempt: Attempt, number: number, why: Why, { dictionary }: Speaker): HTMLElement {
  const prompt = attempt.prompt.flatMap(({ role, content }) => [element("h4", "why-role", {}, [role]), quotation(content)]);
  const title = why.attempts.length > 1 ? fill(dictionary.whyAttempt, { number, model: attempt.model }) : attempt.model;
  return element("section", "why-attempt", {}, [
    element("h3", "why-attempt-title", {}, [title, validity(attempt, dictionary)]),
    fold(dictionary.whyPrompt, prompt),
    fold(dictionary.whyAnswer, [quotation(attempt.answer || "—")]),
    fold(dictionary.whyCheck, checks(attempt, dictionary)),
  ]);
}

function validity({ valid, whole }: Attempt, dictionary: Dictionary): HTMLElement {
  const words = !valid ? dictionary.whyInvalid : whole ? dictionary.whyValid : dictionary.whyCut;
  return element("span", "why-valid", { "data-valid": String(valid && whole) }, [words]);
}

function checks(attempt: Attempt, dictionary: Dictionary): HTMLElement[] {
  const cost = fill(dictionary.whyCost, {
    prompt: attempt.prompt_tokens,
    cached: attempt.cached_tokens,
    completion: attempt.completion_tokens,
    seconds: (attempt.milliseconds / 1000).toFixed(2),
  });
  const problem = attempt.problem === null ? [] : [quotation(attempt.problem)];
  return [...problem, element("p", "why-cost", {}, [cost])];
}
