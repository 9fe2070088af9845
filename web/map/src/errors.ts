// What the page says about an error of the village, by its code; an unknown one is told in the village's words.
import { type Dictionary, type Language, type Word, inLanguage } from "./dictionary";
import type { Both } from "./protocol";

const ERRORS: Readonly<Record<string, Word>> = {
  too_fast: "errorTooFast",
  too_many_held: "errorTooManyHeld",
  busy: "errorBusy",
  no_way: "errorNoWay",
  malformed: "errorMalformed",
  unknown_type: "errorMalformed",
  hello_first: "errorMalformed",
  hello_again: "errorMalformed",
  too_big: "errorTooBig",
  too_many_errors: "errorTooManyErrors",
  too_many_connections: "errorTooManyConnections",
  full: "full",
  unauthorized: "unauthorized",
  closing: "closing",
};

/** The codes after which the village closes the connection, and which say why one is outside. */
const OUTSIDE: readonly string[] = ["full", "unauthorized", "closing", "too_many_errors", "too_many_connections"];

export function errorWords(code: string, text: Both, dictionary: Dictionary, language: Language): string {
  const word = Object.hasOwn(ERRORS, code) ? ERRORS[code] : undefined;
  return word ? dictionary[word] : inLanguage(text, language);
}

export function keepsOutside(code: string): boolean {
  return OUTSIDE.includes(code);
}
