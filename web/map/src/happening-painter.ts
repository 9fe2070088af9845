// Paints a small plate over each place where something happens: a drawing and a word, on a stick.
import type { Easel } from "./canvas-layer";
import type { Dictionary } from "./dictionary";
import { type IconName, SIDE, pathOfIcon } from "./icons";
import type { HappeningView, PlaceView } from "./protocol";
import type { View } from "./view";

const FONT = '600 13px "PingFang SC", "Hiragino Sans GB", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif';
const INK = "#261c30";
const PAPER = "#fbf4e4";
const SEAL = "#b5382f";
const GOLD = "#c98f1d";
const HEIGHT = 26;
const ICON = 16;
const PADDING = 7;
const STICK = 12;
const GAP = 4;

/** Something that happens at a place, and in which row over it: the oldest is the lowest. */
export interface HappeningMark {
  what: HappeningView["what"];
  words: string;
  area: PlaceView["area"];
  row: number;
}

/** What happens at places of the map. Weather is no place's, and has its own sign. */
export function happeningMarks({ happenings, places }: Pick<View, "happenings" | "places">, dictionary: Dictionary): HappeningMark[] {
  const rows = new Map<string, number>();
  return [...happenings.values()].flatMap(({ what, place }) => {
    const found = places.get(place ?? "");
    if (!found) return [];
    const row = rows.get(found.id) ?? 0;
    rows.set(found.id, row + 1);
    return [{ what, words: dictionary[what], area: found.area, row }];
  });
}

export function paintHappenings(easel: Easel, marks: readonly HappeningMark[], tileSize: number): void {
  for (const mark of marks) paintMark(easel, mark, tileSize);
}

function paintMark({ context, origin, scale }: Easel, { what, words, area, row }: HappeningMark, tileSize: number): void {
  const [left, top, width, height] = area;
  context.font = FONT;
  const long = Math.ceil(context.measureText(words).width) + ICON + 3 * PADDING;
  const middle = Math.round(origin.x + (left + width / 2) * tileSize * scale);
  const foot = Math.round(origin.y + (top + height / 2) * tileSize * scale);
  const y = foot - STICK - HEIGHT - row * (HEIGHT + GAP);
  const edge = what === "fire" ? SEAL : what === "festival" || what === "market_day" ? GOLD : INK;
  if (row === 0) paintStick(context, middle, foot, edge);
  paintPlate(context, middle - long / 2, y, long, edge);
  paintIcon(context, what, middle - long / 2 + PADDING, y + (HEIGHT - ICON) / 2, edge);
  context.textAlign = "left";
  context.textBaseline = "middle";
  context.fillStyle = INK;
  context.fillText(words, Math.round(middle - long / 2 + 2 * PADDING + ICON), y + HEIGHT / 2 + 1);
  context.textBaseline = "alphabetic";
}

function paintStick(context: CanvasRenderingContext2D, x: number, foot: number, colour: string): void {
  context.strokeStyle = colour;
  context.lineWidth = 2.5;
  context.beginPath();
  context.moveTo(x, foot - STICK);
  context.lineTo(x, foot);
  context.stroke();
}

function paintPlate(context: CanvasRenderingContext2D, x: number, y: number, width: number, edge: string): void {
  context.fillStyle = PAPER;
  context.strokeStyle = edge;
  context.lineWidth = 2;
  context.beginPath();
  context.roundRect(Math.round(x), y, width, HEIGHT, 6);
  context.fill();
  context.stroke();
}

function paintIcon(context: CanvasRenderingContext2D, name: IconName, x: number, y: number, colour: string): void {
  context.save();
  context.translate(Math.round(x), y);
  context.scale(ICON / SIDE, ICON / SIDE);
  context.strokeStyle = colour;
  context.lineWidth = 2;
  context.lineJoin = "round";
  context.stroke(pathOfIcon(name));
  context.restore();
}
