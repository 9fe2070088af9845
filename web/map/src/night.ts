// The hours on the map: one small picture, stretched over the village and multiplied with it. Dawn and dusk tint
// it, night darkens it, and whoever is awake carries a light; a house is lit while someone in it is awake.
import * as L from "leaflet";
import { MINUTES_PER_DAY } from "./clock";
import type { MapInfo } from "./protocol";
import { type Area, type Light, lightsOf } from "./lights";
import type { Figure } from "./scene";

type Colour = readonly [number, number, number];

/** What daylight multiplies the map with, by minute of the day; in between it blends. */
const SKY: readonly (readonly [number, Colour])[] = [
  [0, [74, 84, 158]],
  [4 * 60 + 30, [78, 88, 160]],
  [5 * 60 + 30, [150, 136, 178]],
  [6 * 60 + 15, [240, 206, 190]],
  [7 * 60 + 15, [255, 250, 240]],
  [9 * 60, [255, 255, 255]],
  [16 * 60 + 30, [255, 254, 246]],
  [17 * 60 + 45, [255, 224, 184]],
  [18 * 60 + 45, [232, 168, 150]],
  [19 * 60 + 45, [128, 116, 172]],
  [21 * 60, [82, 92, 166]],
  [MINUTES_PER_DAY, [74, 84, 158]],
];

const WHITE: Colour = [255, 255, 255];
/** Pixels of the picture per tile: light has no edges, so few are enough. */
const PIXELS_PER_TILE = 2;
const REPAINT_MILLISECONDS = 120;

/** The colour that the village is seen in at a minute of the day. */
export function skyAt(minuteOfDay: number): Colour {
  const after = SKY.findIndex(([minute]) => minute > minuteOfDay);
  const [startMinute, start] = SKY[Math.max(0, after - 1)] ?? [0, WHITE];
  const [endMinute, end] = SKY[after] ?? [MINUTES_PER_DAY, WHITE];
  return blend(start, end, (minuteOfDay - startMinute) / (endMinute - startMinute));
}

/** 0 by day, 1 in the deepest night. */
export function darknessAt(minuteOfDay: number): number {
  const [red, green] = skyAt(minuteOfDay);
  return Math.min(1, Math.max(0, (255 - (red + green) / 2) / 176));
}

function blend(start: Colour, end: Colour, share: number): Colour {
  const mixed = start.map((value, index) => Math.round(value + ((end[index] ?? value) - value) * share));
  return mixed as unknown as Colour;
}

export class Night {
  private readonly canvas = document.createElement("canvas");
  private paintedAt = Number.NEGATIVE_INFINITY;
  private paintedSky = "";

  constructor(leaflet: L.Map, pane: string, map: MapInfo) {
    this.canvas.width = map.width * PIXELS_PER_TILE;
    this.canvas.height = map.height * PIXELS_PER_TILE;
    const bounds: L.LatLngBoundsLiteral = [
      [0, 0],
      [map.height * map.tile_size, map.width * map.tile_size],
    ];
    // Leaflet's SVG overlay places any element over the ground; its typing knows only SVG.
    L.svgOverlay(this.canvas as unknown as SVGElement, bounds, { pane, interactive: false }).addTo(leaflet);
  }

  /** Shows an hour; a few times a second are enough for lights that walk. */
  update(minuteOfDay: number, figures: readonly Figure[], areas: Iterable<Area>, wallTime: number): void {
    const sky = skyAt(minuteOfDay);
    const name = `rgb(${sky.join(" ")})`;
    const darkness = darknessAt(minuteOfDay);
    const isStill = name === this.paintedSky && darkness === 0;
    if (isStill || wallTime - this.paintedAt < REPAINT_MILLISECONDS) return;
    this.paintedAt = wallTime;
    this.paintedSky = name;
    this.paint(name, darkness > 0.25 ? lightsOf(figures, areas) : [], darkness);
  }

  private paint(sky: string, lights: readonly Light[], darkness: number): void {
    const context = this.canvas.getContext("2d");
    if (!context) return;
    context.globalCompositeOperation = "source-over";
    context.fillStyle = sky;
    context.fillRect(0, 0, this.canvas.width, this.canvas.height);
    context.globalCompositeOperation = "lighter";
    for (const light of lights) paintLight(context, light, darkness);
  }
}

function paintLight(context: CanvasRenderingContext2D, light: Light, darkness: number): void {
  const x = light.x * PIXELS_PER_TILE;
  const y = light.y * PIXELS_PER_TILE;
  const radius = light.radius * PIXELS_PER_TILE;
  const strength = light.strength * darkness;
  const glow = context.createRadialGradient(x, y, 0, x, y, radius);
  glow.addColorStop(0, `rgb(212 158 74 / ${strength})`);
  glow.addColorStop(0.5, `rgb(176 116 58 / ${strength * 0.55})`);
  glow.addColorStop(1, "rgb(120 70 40 / 0)");
  context.fillStyle = glow;
  context.fillRect(x - radius, y - radius, 2 * radius, 2 * radius);
}
