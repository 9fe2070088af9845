// Light or dark: as the system says, or as the visitor chose here. The style sheet follows `<html data-theme>`.
import { recall, remember } from "./preferences";

export type ThemeChoice = "auto" | "light" | "dark";
export type Theme = "light" | "dark";

const ORDER: readonly ThemeChoice[] = ["auto", "light", "dark"];
/** What the browser paints around the page: the paper of each theme. */
const BROWSER_COLOURS: Record<Theme, string> = { light: "#f6efdf", dark: "#1a2033" };

export function themeChoiceOf(remembered: string | null): ThemeChoice {
  return ORDER.find((choice) => choice === remembered) ?? "auto";
}

export function nextChoice(choice: ThemeChoice): ThemeChoice {
  return ORDER[(ORDER.indexOf(choice) + 1) % ORDER.length] as ThemeChoice;
}

export function themeOf(choice: ThemeChoice, isSystemDark: boolean): Theme {
  if (choice !== "auto") return choice;
  return isSystemDark ? "dark" : "light";
}

/** Keeps the page in its theme, also when the system changes its mind. */
export class ThemeKeeper {
  choice: ThemeChoice = themeChoiceOf(recall("theme"));
  private readonly system = window.matchMedia("(prefers-color-scheme: dark)");

  constructor() {
    this.system.addEventListener("change", () => this.apply());
    this.apply();
  }

  /** Goes on to the next choice, and remembers it. */
  toggle(): void {
    this.choice = nextChoice(this.choice);
    remember("theme", this.choice);
    this.apply();
  }

  private apply(): void {
    const theme = themeOf(this.choice, this.system.matches);
    document.documentElement.dataset.theme = theme;
    document.querySelector('meta[name="theme-color"]')?.setAttribute("content", BROWSER_COLOURS[theme]);
  }
}
