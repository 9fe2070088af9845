// The figures of the mind in words: numbers as the language writes them, bars, shares, and why answers were not used.
import { type Dictionary, LANGUAGE_TAGS, type Language, type Word, fill } from "./dictionary";
import type { Inference } from "./inference";
import type { Speaker } from "./wording";

const HOUR_SECONDS = 3600;
const NONE = "—";
const WHY: Readonly<Record<string, Word>> = {
  timeout: "failedTimeout",
  unreachable: "failedUnreachable",
  overloaded: "failedOverloaded",
  refused: "failedRefused",
  broken: "failedBroken",
  away: "failedAway",
  malformed: "invalidMalformed",
  not_offered: "invalidNotOffered",
  no_words: "invalidNoWords",
  speakers: "invalidSpeakers",
  repetition: "invalidRepetition",
  said_before: "invalidSaidBefore",
  language: "invalidLanguage",
  instructions: "invalidInstructions",
  claim: "invalidClaim",
};

/** Who decides, in the order in which they are shown. */
export const DECIDERS = ["model", "fallback", "rule"] as const;
export type Decider = (typeof DECIDERS)[number];
export const DECIDER_WORDS: Record<Decider, Word> = { model: "sourceModel", fallback: "sourceFallback", rule: "sourceRule" };

/** A figure with its name, and what to know about it. */
export interface Figure {
  name: Word;
  value: string;
  note: string;
}

/** One bar: `part` is its height, the highest being 1. */
export interface Bar {
  size: string;
  count: number;
  part: number;
}

export function figuresOf(inference: Inference, { dictionary, language }: Speaker): Figure[] {
  const short = (number: number) => shortNumber(number, language);
  const { cache_hit_rate: hits, tokens_per_sim_hour: perHour, prompt_tokens: prompt, completion_tokens: completion } = inference;
  return [
    figure("inFlight", String(inference.in_flight), fill(dictionary.inFlightNote, { most: inference.most_in_flight })),
    figure("answers", short(inference.completions), fill(dictionary.answersNote, { aborted: short(inference.aborted) })),
    figure("answerTime", seconds(inference.median_seconds, dictionary), latencyNote(inference, dictionary)),
    figure("tokens", short(prompt + completion), fill(dictionary.tokensNote, { prompt: short(prompt), completion: short(completion) })),
    figure("tokensPerHour", perHour === null ? NONE : short(perHour), fill(dictionary.tokensPerHourNote, { hours: hours(inference, language) })),
    figure("cacheHits", percent(hits), fill(dictionary.cacheHitsNote, { cached: short(inference.cached_tokens) })),
    moneyFigure(inference, dictionary, language),
  ];
}

/** The histogram of the batches; a class is named by the sizes in it: 1, 2, 3–4, … 33+. */
export function barsOf({ batches }: Inference): Bar[] {
  const highest = Math.max(1, ...batches.map(({ count }) => count));
  return batches.map(({ up_to: most, count }, index) => {
    const least = (batches[index - 1]?.up_to ?? 0) + 1;
    const size = most === null ? `${least}+` : most === least ? `${most}` : `${least}–${most}`;
    return { size, count, part: count / highest };
  });
}

/** What each kind of decider decided, as parts of all; no decisions at all are no parts. */
export function sharesOf({ decisions }: Inference): { decider: Decider; count: number; part: number }[] {
  const counts = DECIDERS.map((decider) => ({ decider, count: decisions[decider] ?? 0 }));
  const all = counts.reduce((sum, { count }) => sum + count, 0);
  return counts.map(({ decider, count }) => ({ decider, count, part: all === 0 ? 0 : count / all }));
}

/** Why answers could not be used, or never came: the most frequent first. */
export function reasonsOf({ failures, invalid }: Inference, dictionary: Dictionary): string[] {
  const counted = [...Object.entries(failures), ...Object.entries(invalid)].sort(([, one], [, other]) => other - one);
  return counted.map(([kind, count]) => {
    const word = WHY[kind];
    return fill(dictionary.unusedCount, { why: word ? dictionary[word] : kind, count });
  });
}

function hours({ sim_seconds: seconds }: Inference, language: Language): string {
  return new Intl.NumberFormat(LANGUAGE_TAGS[language], { maximumFractionDigits: 1 }).format(seconds / HOUR_SECONDS);
}

function figure(name: Word, value: string, note: string): Figure {
  return { name, value, note };
}

function latencyNote({ p95_seconds: p95 }: Inference, dictionary: Dictionary): string {
  return p95 === null ? "" : fill(dictionary.answerTimeNote, { p95: seconds(p95, dictionary) });
}

function moneyFigure({ money }: Inference, dictionary: Dictionary, language: Language): Figure {
  if (!money) return figure("money", NONE, dictionary.moneyUnknown);
  const amount = new Intl.NumberFormat(LANGUAGE_TAGS[language], { maximumSignificantDigits: 3 }).format(money.amount);
  return figure("money", [amount, money.currency].filter(Boolean).join(" "), dictionary.moneyNote);
}

function shortNumber(number: number, language: Language): string {
  const options = { notation: "compact", maximumFractionDigits: 1 } as const;
  return new Intl.NumberFormat(LANGUAGE_TAGS[language], options).format(number);
}

function percent(part: number | null): string {
  return part === null ? NONE : `${Math.round(part * 100)}%`;
}

function seconds(value: number | null, dictionary: Dictionary): string {
  return value === null ? NONE : fill(dictionary.seconds, { seconds: value.toFixed(value < 10 ? 2 : 0) });
}
