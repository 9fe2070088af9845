// The page's words in its two languages, and how a template is filled in.
//
// `{name}` in an entry is filled in by `fill`. What characters say comes from the village, in both languages.
import { EN } from "./dictionary-en";
import { THINKING_EN } from "./dictionary-thinking-en";
import { THINKING_ZH } from "./dictionary-thinking-zh";
import { ZH } from "./dictionary-zh";
import type { Both } from "./protocol";

/** One language's words: the keys are the Chinese ones, so a missing or a stray entry does not compile. */
export type Dictionary = Record<keyof typeof ZH | keyof typeof THINKING_ZH, string>;

export type Language = "zh" | "en";
export type Word = keyof Dictionary;

export const DICTIONARIES: Record<Language, Dictionary> = {
  zh: { ...ZH, ...THINKING_ZH },
  en: { ...EN, ...THINKING_EN },
};
/** What `<html lang>` says for each. */
export const LANGUAGE_TAGS: Record<Language, string> = { zh: "zh-Hans", en: "en" };

/** A template with its `{names}` filled in. */
export function fill(template: string, values: Readonly<Record<string, string | number>> = {}): string {
  return template.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}

/** What the page calls a time of day: one of twelve double hours, the first from 23:00 to 01:00. */
export function hourName(dictionary: Dictionary, hour: number): string {
  const names = dictionary.hourNames.split(",");
  return fill(dictionary.hourName, { hour: names[Math.floor(((hour + 1) % 24) / 2)] ?? "" });
}

export function inLanguage(words: Both, language: Language): string {
  return words[language];
}
