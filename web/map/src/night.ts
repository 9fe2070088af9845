// The hours on the map: one small picture, stretched over the village and multiplied with it. Dawn and dusk tint
// it, night darkens it, and whoever is awake carries a light; a house is lit while someone in it is awake.
import * as L from "leaflet";
import type { MapInfo } from "./protocol";
import { type Area, type Light, lightsOf } from "./lights";
import type { Figure } from "./scene";
import { type Colour, darknessAt, skyAt, tinted } from "./sky";

/** Pixels of the picture per tile: light has no edges, so few are enough. */
const PIXELS_PER_TILE = 2;
/** The colour of lamplight. */
const LAMP = "255 204 138";
/** The country around the map. */
const SURROUNDINGS: Colour = [95, 160, 78];
const REPAINT_MILLISECONDS = 120;

export class Night {
  private readonly canvas = document.createElement("canvas");
  private paintedAt = Number.NEGATIVE_INFINITY;
  private paintedSky = "";

  constructor(
    private readonly leaflet: L.Map,
    pane: string,
    map: MapInfo,
  ) {
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
    this.leaflet.getContainer().style.backgroundColor = `rgb(${tinted(SURROUNDINGS, sky).join(" ")})`;
    this.paint(name, darkness > 0.25 ? lightsOf(figures, areas) : [], darkness);
  }

  private paint(sky: string, lights: readonly Light[], darkness: number): void {
    const context = this.canvas.getContext("2d");
    if (!context) return;
    context.fillStyle = sky;
    context.fillRect(0, 0, this.canvas.width, this.canvas.height);
    for (const light of lights) paintLight(context, light, darkness);
  }
}

function paintLight(context: CanvasRenderingContext2D, light: Light, darkness: number): void {
  const x = light.x * PIXELS_PER_TILE;
  const y = light.y * PIXELS_PER_TILE;
  const radius = light.radius * PIXELS_PER_TILE;
  const strength = light.strength * darkness;
  const glow = context.createRadialGradient(x, y, 0, x, y, radius);
  // Laid over the sky, not added to it: many lights together are warm, never glaring.
  glow.addColorStop(0, `rgb(${LAMP} / ${strength})`);
  glow.addColorStop(0.45, `rgb(${LAMP} / ${strength * 0.6})`);
  glow.addColorStop(1, `rgb(${LAMP} / 0)`);
  context.fillStyle = glow;
  context.fillRect(x - radius, y - radius, 2 * radius, 2 * radius);
}
