// What this browser remembers between visits. A browser that refuses to remember still gets a working page.
import type { Language } from "./dictionary";

type Preference = "visitor_key" | "language" | "name" | "theme" | "hint";

const PREFIX = "taoyuan.";

export function recall(preference: Preference): string | null {
  try {
    return window.localStorage.getItem(PREFIX + preference);
  } catch {
    return null;
  }
}

export function remember(preference: Preference, value: string): void {
  try {
    window.localStorage.setItem(PREFIX + preference, value);
  } catch {
    // Private windows may have no storage; the visitor is then a new one next time.
  }
}

/** The language chosen here before, else the first of the browser's that the page speaks. */
export function preferredLanguage(chosen: string | null, browser: readonly string[]): Language {
  if (chosen === "zh" || chosen === "en") return chosen;
  const known = browser.map((tag) => tag.slice(0, 2).toLowerCase()).find((tag) => tag === "zh" || tag === "en");
  return known === "zh" ? "zh" : "en";
}
