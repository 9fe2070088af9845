// The mark where the visitor is walking to: a ring on the ground that breathes, so that it is seen but not read.
import type { Easel } from "./canvas-layer";
import type { Tile } from "./protocol";

const COLOUR = "#f2c14e";
const EDGE = "#261c30";
const BREATH_MILLISECONDS = 900;

export function paintGoal({ context, origin, scale }: Easel, [x, y]: Tile, tileSize: number, wallTime: number): void {
  const breath = Math.sin((wallTime / BREATH_MILLISECONDS) * Math.PI * 2);
  const radius = tileSize * scale * (0.44 + 0.06 * breath);
  const middle = origin.x + (x + 0.5) * tileSize * scale;
  const ground = origin.y + (y + 0.6) * tileSize * scale;
  for (const [colour, width] of [
    [EDGE, 5],
    [COLOUR, 2.5],
  ] as const) {
    context.strokeStyle = colour;
    context.lineWidth = width * Math.max(1, scale / 2);
    context.beginPath();
    context.ellipse(middle, ground, radius, radius * 0.6, 0, 0, Math.PI * 2);
    context.moveTo(middle + radius * 0.3, ground);
    context.ellipse(middle, ground, radius * 0.3, radius * 0.18, 0, 0, Math.PI * 2);
    context.stroke();
  }
}
