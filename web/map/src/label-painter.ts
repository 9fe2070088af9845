// Paints names and small signs above the night, so that they can be read at any hour: people's names under
// their feet, places' names when the map is small, and whether someone thinks, sleeps or talks with a visitor.
import type { Easel } from "./canvas-layer";
import { boxOf, type Box, isVisible } from "./figure-painter";
import type { PlaceView } from "./protocol";
import type { Figure } from "./scene";

const FONT_FAMILY = '"PingFang SC", "Hiragino Sans GB", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif';
const INK = "#261c30";
const PAPER = "#fbf4e4";
const SEAL = "#b5382f";
const GOLD = "#f2c14e";
const SIGN_BEAT_MILLISECONDS = 400;
const LINE_HEIGHT = 14;

/** Below this scale people are too small for names: places are named instead. */
const LEAST_SCALE_FOR_PEOPLE = 1;

export interface LabelMarks {
  tileSize: number;
  you: string | null;
  selected: string | null;
  hovered: string | null;
  nameOf(figure: Figure): string;
  placeName(place: PlaceView): string;
}

export function paintLabels(
  easel: Easel,
  figures: readonly Figure[],
  places: Iterable<PlaceView>,
  marks: LabelMarks,
  wallTime: number,
): void {
  const { context, scale } = easel;
  context.textAlign = "center";
  context.lineJoin = "round";
  if (scale < LEAST_SCALE_FOR_PEOPLE) paintPlaces(easel, places, marks);
  const taken: Box[] = [];
  for (const figure of firstToLast(figures, marks)) {
    const box = boxOf(figure, easel, marks.tileSize);
    if (!isVisible(box, easel)) continue;
    if (scale >= LEAST_SCALE_FOR_PEOPLE || isMarked(figure, marks)) paintName(easel, box, figure, marks, taken);
    paintSign(easel, box, figure, wallTime);
  }
}

/** Whose name gets its room first: the marked ones, then the ones in front. */
function firstToLast(figures: readonly Figure[], marks: LabelMarks): readonly Figure[] {
  const inFront = figures.toReversed();
  return [...inFront.filter((figure) => isMarked(figure, marks)), ...inFront.filter((figure) => !isMarked(figure, marks))];
}

function isMarked(figure: Figure, { you, selected, hovered }: LabelMarks): boolean {
  return figure.id === you || figure.id === selected || figure.id === hovered;
}

function paintPlaces({ context, origin, scale }: Easel, places: Iterable<PlaceView>, marks: LabelMarks): void {
  context.font = `600 12px ${FONT_FAMILY}`;
  for (const place of places) {
    if (place.id.startsWith("home_")) continue;
    const [left, top, width, height] = place.area;
    const x = origin.x + (left + width / 2) * marks.tileSize * scale;
    const y = origin.y + (top + height / 2) * marks.tileSize * scale;
    paintText(context, marks.placeName(place), x, y, PAPER, INK);
  }
}

/** A name that would lie on another one moves a line down, and is left out where that does not help either. */
function paintName({ context, scale }: Easel, box: Box, figure: Figure, marks: LabelMarks, taken: Box[]): void {
  const isChosen = figure.id === marks.selected || figure.id === marks.hovered;
  context.font = `${isChosen ? 700 : 500} ${scale >= 4 ? 14 : 12}px ${FONT_FAMILY}`;
  const name = marks.nameOf(figure);
  const room = roomFor(context.measureText(name).width, box, taken);
  if (!room) return;
  taken.push(room);
  const colour = figure.id === marks.you ? GOLD : PAPER;
  const edge = figure.id === marks.selected ? SEAL : INK;
  paintText(context, name, room.x + room.width / 2, room.y + LINE_HEIGHT - 2, colour, edge);
}

/** Free room for a name of that width under a figure, or null. */
export function roomFor(width: number, figure: Box, taken: readonly Box[]): Box | null {
  const x = figure.x + (figure.width - width) / 2;
  const lines = [0, 1].map((line) => ({ x, y: figure.y + figure.height + line * LINE_HEIGHT, width, height: LINE_HEIGHT }));
  return lines.find((room) => !taken.some((other) => overlaps(room, other))) ?? null;
}

function overlaps(one: Box, other: Box): boolean {
  return (
    one.x < other.x + other.width &&
    other.x < one.x + one.width &&
    one.y < other.y + other.height &&
    other.y < one.y + one.height
  );
}

function paintText(
  context: CanvasRenderingContext2D,
  text: string,
  x: number,
  y: number,
  colour: string,
  edge: string,
): void {
  context.lineWidth = 3.5;
  context.strokeStyle = edge;
  context.strokeText(text, Math.round(x), Math.round(y));
  context.fillStyle = colour;
  context.fillText(text, Math.round(x), Math.round(y));
}

function signOf(figure: Figure): string {
  if (figure.isSpeaking) return "";
  if (figure.isThinking) return "thinking";
  if (figure.isTalkingToVisitor) return "talking";
  return figure.state === "sleeping" && !figure.walking ? "sleeping" : "";
}

function paintSign({ context, scale }: Easel, box: Box, figure: Figure, wallTime: number): void {
  const sign = signOf(figure);
  if (!sign) return;
  const beat = Math.floor(wallTime / SIGN_BEAT_MILLISECONDS) % 4;
  const x = Math.round(box.x + box.width * 0.62);
  const y = Math.round(box.y + box.height * 0.14);
  if (sign === "sleeping") paintSleep(context, x, y, scale, beat);
  else paintDots(context, x, y, sign === "thinking" ? beat : 3);
}

function paintSleep(context: CanvasRenderingContext2D, x: number, y: number, scale: number, beat: number): void {
  if (scale < LEAST_SCALE_FOR_PEOPLE) return;
  context.font = `700 11px ${FONT_FAMILY}`;
  paintText(context, beat < 2 ? "z" : "zz", x + beat, y - beat * 2 + 6, PAPER, "#4a3560");
}

/** A small cloud with up to three dots in it. */
function paintDots(context: CanvasRenderingContext2D, x: number, y: number, dots: number): void {
  context.fillStyle = PAPER;
  context.strokeStyle = INK;
  context.lineWidth = 1.5;
  context.beginPath();
  context.roundRect(x - 2, y - 12, 24, 14, 7);
  context.fill();
  context.stroke();
  context.fillStyle = SEAL;
  for (let dot = 0; dot < dots; dot += 1) context.fillRect(x + 3 + dot * 6, y - 6, 3, 3);
}
