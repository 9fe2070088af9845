// Paints everyone on one canvas, between the ground and the roofs; and tells who stands under a point.
import type { Easel } from "./canvas-layer";
import type { Pictures } from "./pictures";
import { FRAME_HEIGHT, FRAME_WIDTH } from "./pose";
import type { Figure } from "./scene";

const PLACEHOLDER = "#261c30";
const RING_OWN = "#f2c14e";
const RING_SELECTED = "#e4533f";
/** Fingers are blunter than pointers: at least this many CSS pixels around a figure count as the figure. */
const TOUCH_MARGIN = 4;

/** Where a figure's frame lies on screen, in CSS pixels. */
export interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** The frame of a figure whose feet stand at the bottom middle of its tile. */
export function boxOf(figure: { x: number; y: number }, easel: Pick<Easel, "origin" | "scale">, tileSize: number): Box {
  const { origin, scale } = easel;
  const width = FRAME_WIDTH * scale;
  const height = FRAME_HEIGHT * scale;
  const feetX = origin.x + (figure.x + 0.5) * tileSize * scale;
  const feetY = origin.y + (figure.y + 1) * tileSize * scale;
  return { x: Math.round(feetX - width / 2), y: Math.round(feetY - height), width, height };
}

export function paintFigures(
  easel: Easel,
  figures: readonly Figure[],
  pictures: Pictures,
  marks: { tileSize: number; you: string | null; selected: string | null },
): void {
  const { context } = easel;
  // Whole pixels enlarge crisply; made smaller they would lose lines, so there they blend.
  context.imageSmoothingEnabled = easel.scale < 1;
  for (const figure of figures) {
    const box = boxOf(figure, easel, marks.tileSize);
    if (!isVisible(box, easel)) continue;
    if (figure.id === marks.selected) paintRing(easel, box, RING_SELECTED);
    else if (figure.id === marks.you) paintRing(easel, box, RING_OWN);
    paintFigure(context, figure, box, pictures);
  }
}

export function isVisible(box: Box, { width, height }: Pick<Easel, "width" | "height">): boolean {
  return box.x < width && box.y < height && box.x + box.width > 0 && box.y + box.height > 0;
}

function paintFigure(context: CanvasRenderingContext2D, figure: Figure, box: Box, pictures: Pictures): void {
  const sheet = pictures.sheet(figure.id);
  if (!sheet) return paintPlaceholder(context, box);
  const { row, column } = figure.frame;
  const left = column * FRAME_WIDTH;
  const top = row * FRAME_HEIGHT;
  context.drawImage(sheet, left, top, FRAME_WIDTH, FRAME_HEIGHT, box.x, box.y, box.width, box.height);
}

function paintPlaceholder(context: CanvasRenderingContext2D, box: Box): void {
  context.fillStyle = PLACEHOLDER;
  context.beginPath();
  context.ellipse(box.x + box.width / 2, box.y + box.height * 0.42, box.width / 5, box.height / 7, 0, 0, Math.PI * 2);
  context.ellipse(box.x + box.width / 2, box.y + box.height * 0.76, box.width / 4, box.height / 5, 0, 0, Math.PI * 2);
  context.fill();
}

function paintRing({ context, scale }: Easel, box: Box, colour: string): void {
  context.strokeStyle = colour;
  context.lineWidth = Math.max(1.5, scale);
  context.beginPath();
  const middle = box.x + box.width / 2;
  const feet = box.y + box.height - 2 * scale;
  context.ellipse(middle, feet, box.width * 0.4, box.width * 0.19, 0, 0, Math.PI * 2);
  context.stroke();
}

/** The frontmost figure under a point on screen, or null. Figures come back to front. */
export function figureAt(
  point: { x: number; y: number },
  figures: readonly Figure[],
  easel: Pick<Easel, "origin" | "scale">,
  tileSize: number,
): Figure | null {
  return figures.findLast((figure) => contains(bodyOf(boxOf(figure, easel, tileSize)), point)) ?? null;
}

/** The middle of the frame, where the body is. */
function bodyOf(box: Box): Box {
  const inset = box.width / 5;
  return {
    x: box.x + inset - TOUCH_MARGIN,
    y: box.y + box.height / 8 - TOUCH_MARGIN,
    width: box.width - 2 * inset + 2 * TOUCH_MARGIN,
    height: (box.height * 7) / 8 + 2 * TOUCH_MARGIN,
  };
}

function contains(box: Box, { x, y }: { x: number; y: number }): boolean {
  return x >= box.x && x <= box.x + box.width && y >= box.y && y <= box.y + box.height;
}
