// Why one is not in the village just now: what the curtain, or the banner over the map, says and offers.
import { type Dictionary, type Word, fill } from "./dictionary";
import { button, element, setHidden, setText } from "./elements";
import type { LinkState } from "./link";

export interface OutsideState {
  /** Whether there is a village to show, if an old one. */
  isKnown: boolean;
  isOutdated: boolean;
  link: LinkState;
  /** Wall time in milliseconds, now and when the village was lost. */
  wallTime: number;
  lostAt: number | null;
  lostBy: string | null;
}

export interface Outside {
  /** The curtain hides the map; the banner lies over it, for there is still something to look at. */
  kind: "inside" | "curtain" | "banner";
  words: Word;
  /** How long one has been cut off; null when that is not worth a word. */
  lostSeconds: number | null;
  offer: "none" | "tryNow" | "reload";
}

/** A new hello takes a moment: no word is lost about less. */
const UNNOTICED_SECONDS = 1;
const MINUTE_SECONDS = 60;
const REASONS: Readonly<Record<string, Word>> = {
  full: "full",
  unauthorized: "unauthorized",
  closing: "closing",
  too_many_errors: "errorTooManyErrors",
  too_many_connections: "errorTooManyConnections",
};

export function outsideOf({ isKnown, isOutdated, link, wallTime, lostAt, lostBy }: OutsideState): Outside {
  if (isOutdated) return { kind: "curtain", words: "outdated", lostSeconds: null, offer: "reload" };
  const seconds = lostAt === null ? 0 : Math.floor((wallTime - lostAt) / 1000);
  const isInside = isKnown && (lostAt === null || (seconds < UNNOTICED_SECONDS && link !== "waiting"));
  const why = lostBy === null ? undefined : REASONS[lostBy];
  const words = why ?? (lostAt === null ? "loading" : "reconnecting");
  return {
    kind: isInside ? "inside" : isKnown ? "banner" : "curtain",
    words,
    lostSeconds: seconds >= UNNOTICED_SECONDS ? seconds : null,
    offer: lostAt === null ? "none" : "tryNow",
  };
}

export function lostWords(seconds: number | null, dictionary: Dictionary): string {
  if (seconds === null) return "";
  if (seconds < MINUTE_SECONDS) return fill(dictionary.lostFor, { seconds });
  return fill(dictionary.lostForMinutes, { minutes: Math.floor(seconds / MINUTE_SECONDS) });
}

export interface OutsideEvents {
  triedNow(): void;
  reloaded(): void;
}

/** The words and the button, once on the curtain and once on the banner. */
export class OutsideNote {
  private readonly words = element("p", "outside-words", { role: "status" });
  /** It counts every second, so it is kept from screen readers, who have the words. */
  private readonly lost = element("p", "outside-lost", { "aria-hidden": "true" });
  private readonly press: HTMLButtonElement;
  private offer: Outside["offer"] = "none";

  constructor(
    private readonly root: HTMLElement,
    place: HTMLElement,
    private readonly kind: "curtain" | "banner",
    events: OutsideEvents,
  ) {
    this.press = button("outside-press", () => (this.offer === "reload" ? events.reloaded() : events.triedNow()));
    place.append(this.words, this.lost, this.press);
  }

  render(outside: Outside, dictionary: Dictionary): void {
    this.offer = outside.offer;
    setHidden(this.root, outside.kind !== this.kind);
    setText(this.words, outside.kind === this.kind ? dictionary[outside.words] : "");
    setText(this.lost, lostWords(outside.lostSeconds, dictionary));
    setHidden(this.lost, outside.lostSeconds === null);
    setText(this.press, outside.offer === "reload" ? dictionary.reload : dictionary.tryNow);
    setHidden(this.press, outside.offer === "none");
  }
}
