// Small line drawings in the colour of the text beside them. Words always stand with them or in their title.
import type { HappeningView } from "./protocol";
import type { ThemeChoice } from "./theme";

export type IconName =
  | HappeningView["what"]
  | "whisper"
  | ThemeChoice
  | "visitors"
  | "news"
  | "play"
  | "pause"
  | "previous"
  | "next"
  | "back";

const SVG = "http://www.w3.org/2000/svg";
export const SIDE = 24;
const CLOUD = "M7 17a4 4 0 0 1 .4-8 5.5 5.5 0 0 1 10.4 1.6A3.3 3.3 0 0 1 17.5 17Z";
const HIGH_CLOUD = "M7 14a4 4 0 0 1 .4-8 5.5 5.5 0 0 1 10.4 1.6A3.3 3.3 0 0 1 17.5 14Z";
const SUN = "M12 8a4 4 0 1 0 0 8 4 4 0 0 0 0-8ZM12 2v2.5M12 19.5V22M2 12h2.5M19.5 12H22M5 5l1.8 1.8M17.2 17.2 19 19M19 5l-1.8 1.8M6.8 17.2 5 19";

const DRAWINGS: Record<IconName, string> = {
  sunny: SUN,
  cloudy: CLOUD,
  rain: `${HIGH_CLOUD}M8 17l-1 3.5M12.5 17l-1 3.5M17 17l-1 3.5`,
  storm: `${HIGH_CLOUD}M13 15l-3 4h4l-3 4`,
  snow: `${HIGH_CLOUD}M8 18v.01M12 18v.01M16 18v.01M10 21v.01M14 21v.01`,
  fog: `${HIGH_CLOUD}M4 18h13M7 21h13`,
  market_day: "M4 10h16v10H4ZM3 10l2-5h14l2 5M9 20v-6h6v6M3 10a3 3 0 0 0 6 0 3 3 0 0 0 6 0 3 3 0 0 0 6 0",
  festival: "M12 3v2M8 5h8M6 9c0-2 2-4 6-4s6 2 6 4v4c0 2-2 4-6 4s-6-2-6-4ZM10 5v12M14 5v12M8 17h8M12 17v4",
  stranger: "M12 12a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7ZM4 7h16M8 7l1-4h6l1 4M5 21a7 7 0 0 1 14 0",
  lost_lamb: "M6 12a3 3 0 0 1 1-5 4 4 0 0 1 7-1 4 4 0 0 1 4 6 3 3 0 0 1-3 4H9a3 3 0 0 1-3-4ZM9 16v4M15 16v4M6 12c-2 0-3-1-3-3 2-1 3 0 4 1",
  fire: "M12 3c1 4 6 6 6 11a6 6 0 0 1-12 0c0-2 1-3 2-4 0 2 1 3 2 3 1-3-1-6 2-10ZM12 20a2.5 2.5 0 0 1-2.5-2.5c0-2 2.5-3 2.5-4.5 1 1.5 2.5 2.5 2.5 4.5A2.5 2.5 0 0 1 12 20Z",
  whisper: "M4 5h16v11h-9l-4 4v-4H4ZM9 9.5c1-1.5 2-1.5 3 0s2 1.5 3 0",
  light: SUN,
  dark: "M20 14.5A8.5 8.5 0 0 1 9.5 4a8.5 8.5 0 1 0 10.5 10.5Z",
  auto: "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18ZM12 3v18M12 7l6.5-2M12 12h9M12 17l6.5 2",
  play: "M8 5.5v13l10.5-6.5Z",
  pause: "M8.5 5.5v13M15.5 5.5v13",
  previous: "M18 6v12l-8.5-6ZM6.5 6v12",
  next: "M6 6v12l8.5-6ZM17.5 6v12",
  back: "M4 12a8 8 0 1 0 2.5-5.8M4 4v5h5M12 8v4.5l3 2",
  news: "M4 5.5h13v13H6a2 2 0 0 1-2-2ZM17 9h3v7.5a2 2 0 0 1-2 2M7 9h7M7 12h3M7 15h3M12.5 12H14v3h-1.5Z",
  visitors: "M9 11a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7ZM2.5 20a6.5 6.5 0 0 1 13 0M16 4.4a3.5 3.5 0 0 1 0 6.2M18 14.2a6.5 6.5 0 0 1 3.5 5.8",
};

/** The drawing as a path on a square of SIDE units, for a canvas. */
export function pathOfIcon(name: IconName): Path2D {
  return new Path2D(DRAWINGS[name]);
}

export function icon(): SVGSVGElement {
  const made = document.createElementNS(SVG, "svg");
  made.setAttribute("class", "icon");
  made.setAttribute("viewBox", `0 0 ${SIDE} ${SIDE}`);
  made.setAttribute("aria-hidden", "true");
  made.append(document.createElementNS(SVG, "path"));
  return made;
}

export function setIcon(made: SVGSVGElement, name: IconName): void {
  const path = made.firstElementChild as SVGPathElement;
  if (path.getAttribute("d") !== DRAWINGS[name]) path.setAttribute("d", DRAWINGS[name]);
}
