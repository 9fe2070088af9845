// The Leaflet map of the village: ground, people, roofs, night, names and bubbles, in this order from below.
import * as L from "leaflet";
import { Bubbles } from "./bubbles";
import { CanvasLayer, type Easel } from "./canvas-layer";
import type { Reach } from "./camera";
import { dayAndTime } from "./clock";
import type { Drawn } from "./debug";
import { setAttribute } from "./elements";
import { paintGoal } from "./goal-painter";
import { boxOf, figureAt, paintFigures } from "./figure-painter";
import { type LabelMarks, paintLabels } from "./label-painter";
import { type HappeningMark, paintHappenings } from "./happening-painter";
import { FIRST_ZOOM, boundsOf, createMap, wantsStillness } from "./leaflet-map";
import { Night } from "./night";
import { Pictures } from "./pictures";
import type { MapInfo, PlaceView, Tile, TileSource } from "./protocol";
import type { Figure } from "./scene";
import type { Slip } from "./slips";
import type { Source } from "./view";

const BUBBLES_FROM_AFAR = 2;
/** Who comes this near to an edge (as a share of the map) is about to leave it. */
const EDGE_SHARE = 0.27;
/** Looked at are people's faces and words, not their feet. */
const HEADROOM_TILES = 1;
/** How much of a frame's width the body takes. */
const BODY_WIDTH_SHARE = 0.6;

export interface MapEvents {
  personChosen(id: string): void;
  groundChosen(tile: Tile): void;
  /** A line on the map, by its number in the log. */
  lineChosen(event: number): void;
  /** The visitor moves the map by hand. */
  dragged(): void;
}

/** What the map shows at one instant. */
export interface MapScene {
  figures: readonly Figure[];
  places: readonly PlaceView[];
  happenings: readonly HappeningMark[];
  speeches: readonly { agent: string; text: string; source: Source; event: number | null }[];
  /** What choosing a line does, in a few words. */
  ask: string;
  /** Simulated seconds. */
  time: number;
  /** Milliseconds. */
  wallTime: number;
  /** Where the visitor is walking to, if that is to be marked. */
  goal: Tile | null;
  marks: Omit<LabelMarks, "tileSize" | "hovered">;
}

export class VillageMap {
  private readonly leaflet: L.Map;
  private readonly night: Night;
  private readonly bubbles: Bubbles;
  private readonly pictures: Pictures;
  private readonly people = new CanvasLayer("people", (easel) => this.paintPeople(easel));
  private readonly labels = new CanvasLayer("labels", (easel) => this.paintLabels(easel));
  private scene: MapScene | null = null;
  private hovered: string | null = null;

  constructor(
    container: HTMLElement,
    private readonly map: MapInfo,
    tiles: TileSource,
    private readonly events: MapEvents,
    base: string,
  ) {
    this.pictures = new Pictures(() => this.people.paint(), base);
    this.leaflet = createMap(container, map, tiles);
    this.people.addTo(this.leaflet);
    this.night = new Night(this.leaflet, "night", map);
    this.labels.addTo(this.leaflet);
    this.bubbles = new Bubbles(this.leaflet.getPane("bubbles") as HTMLElement);
    this.leaflet.on("click", (event) => this.press(event));
    this.leaflet.on("dragstart", () => this.events.dragged());
    this.leaflet.on("mousemove", (event) => this.hover(event));
    new ResizeObserver(() => this.fit(tiles.minimum_zoom)).observe(container);
  }

  update(scene: MapScene): void {
    this.scene = scene;
    this.people.paint();
    this.labels.paint();
    this.night.update(dayAndTime(scene.time).minuteOfDay, scene.figures, scene.places, scene.wallTime);
    this.updateBubbles(scene);
  }

  /** From far enough away to see the whole village there is nothing further to see. */
  private fit(least: number): void {
    this.leaflet.invalidateSize({ pan: false });
    // Leaflet answers within the present limits, so these are opened first.
    this.leaflet.setMinZoom(least);
    this.leaflet.setMinZoom(Math.max(least, this.leaflet.getBoundsZoom(boundsOf(this.map))));
  }

  /** One zoom step nearer (1) or further away (-1). */
  zoomBy(step: 1 | -1): void {
    this.leaflet.setZoom(this.leaflet.getZoom() + step);
  }

  /** Says in another language what the map and its buttons are. */
  name(words: { mapLabel: string; zoomIn: string; zoomOut: string }): void {
    const container = this.leaflet.getContainer();
    setAttribute(container, "aria-label", words.mapLabel);
    for (const [selector, word] of [
      [".leaflet-control-zoom-in", words.zoomIn],
      [".leaflet-control-zoom-out", words.zoomOut],
    ] as const) {
      const press = container.querySelector(selector);
      if (!press) continue;
      setAttribute(press, "title", word);
      setAttribute(press, "aria-label", word);
    }
  }

  /** Shows a position, in tiles. `hiddenBelow` is how many pixels at the bottom lie under something else. */
  show(position: { x: number; y: number }, isAnimated: boolean, hiddenBelow = 0): void {
    this.leaflet.invalidateSize({ pan: false });
    const size = this.map.tile_size;
    const zoom = Math.max(this.leaflet.getZoom() || FIRST_ZOOM, FIRST_ZOOM);
    const point = L.point((position.x + 0.5) * size, (position.y + 0.5 - HEADROOM_TILES) * size + hiddenBelow / 2 / 2 ** zoom);
    this.leaflet.setView([point.y, point.x], zoom, { animate: isAnimated && !wantsStillness() });
  }

  /** Shows a position, in tiles, as the first thing that is seen: nothing that lies beyond the village. */
  open(position: { x: number; y: number }): void {
    this.show(position, false);
    this.leaflet.panInsideBounds(boundsOf(this.map), { animate: false });
  }

  /** How far one sees from the middle of the picture when it is first shown, in tiles. */
  get sight(): Reach {
    const tile = this.map.tile_size * 2 ** FIRST_ZOOM;
    const { x: width, y: height } = this.leaflet.getSize();
    return { across: width / tile / 2, down: height / tile / 2 };
  }

  /** Whether a position, in tiles, can be seen well: inside the map's middle, not under something else. */
  isInSight(position: { x: number; y: number }, hiddenBelow = 0): boolean {
    const size = this.map.tile_size;
    const point = this.leaflet.latLngToContainerPoint([
      (position.y + 0.5 - HEADROOM_TILES) * size,
      (position.x + 0.5) * size,
    ]);
    const seen = this.leaflet.getSize().subtract([0, hiddenBelow]);
    const margin = seen.multiplyBy(EDGE_SHARE);
    return L.bounds(margin, seen.subtract(margin)).contains(point);
  }

  /** The picture that was last drawn, in the viewport's pixels; null before the first. */
  get drawn(): Drawn | null {
    if (!this.scene) return null;
    const { left, top } = this.leaflet.getContainer().getBoundingClientRect();
    const figures = this.scene.figures.map(({ id, x, y }) => {
      const box = boxOf({ x, y }, this.easel, this.map.tile_size);
      return { id, x, y, box: { ...box, x: box.x + left, y: box.y + top } };
    });
    return { time: this.scene.time, wallTime: this.scene.wallTime, figures };
  }

  private get easel(): Pick<Easel, "origin" | "scale"> {
    const origin = this.leaflet.latLngToContainerPoint([0, 0]).round();
    return { origin, scale: this.leaflet.getZoomScale(this.leaflet.getZoom(), 0) };
  }

  private paintPeople(easel: Easel): void {
    if (!this.scene) return;
    const { figures, marks, goal, wallTime } = this.scene;
    if (goal) paintGoal(easel, goal, this.map.tile_size, wantsStillness() ? 0 : wallTime);
    paintFigures(easel, figures, this.pictures, { ...marks, tileSize: this.map.tile_size });
  }

  private paintLabels(easel: Easel): void {
    if (!this.scene) return;
    const { figures, places, happenings, marks, wallTime } = this.scene;
    paintHappenings(easel, happenings, this.map.tile_size);
    paintLabels(easel, figures, places, { ...marks, tileSize: this.map.tile_size, hovered: this.hovered }, wallTime);
  }

  /** Nobody's words cover another speaker, nor the chosen person. From afar only the last few are shown. */
  private updateBubbles({ figures, speeches: audible, marks, ask }: MapScene): void {
    const speeches = this.leaflet.getZoom() < 0 ? audible.slice(0, BUBBLES_FROM_AFAR) : audible;
    const origin = this.leaflet.containerPointToLayerPoint([0, 0]);
    const speakers = new Set(speeches.map(({ agent }) => agent));
    const tops = new Map<string, Slip>();
    for (const figure of figures) {
      if (speakers.has(figure.id) || figure.id === marks.selected) tops.set(figure.id, this.bodyOf(figure, origin));
    }
    const contents = speeches.flatMap((speech) => {
      const body = tops.get(speech.agent);
      return body ? [{ ...speech, ask, x: body.x, y: body.y - body.height }] : [];
    });
    const sight = { left: origin.x, right: origin.x + this.leaflet.getSize().x, top: origin.y };
    this.bubbles.update(contents, [...tops.values()], sight);
  }

  /** A figure as an obstacle to bubbles, on the map's layer. */
  private bodyOf(figure: Figure, origin: L.Point): Slip {
    const box = boxOf(figure, this.easel, this.map.tile_size);
    const width = box.width * BODY_WIDTH_SHARE;
    return { x: box.x + box.width / 2 + origin.x, y: box.y + box.height + origin.y, width, height: box.height };
  }

  private press(event: L.LeafletMouseEvent): void {
    const line = this.bubbles.eventAt(event.originalEvent.target);
    if (line !== null) return this.events.lineChosen(line);
    const figure = this.agentAt(event.containerPoint);
    if (figure) return this.events.personChosen(figure.id);
    const size = this.map.tile_size;
    const tile: Tile = [Math.floor(event.latlng.lng / size), Math.floor(event.latlng.lat / size)];
    if (isOnMap(tile, this.map)) this.events.groundChosen(tile);
  }

  private hover(event: L.LeafletMouseEvent): void {
    this.hovered = this.agentAt(event.containerPoint)?.id ?? null;
    this.leaflet.getContainer().classList.toggle("is-over-person", this.hovered !== null);
  }

  private agentAt(point: L.Point): Figure | null {
    const agents = this.scene?.figures.filter(({ kind }) => kind === "agent") ?? [];
    return figureAt(point, agents, this.easel, this.map.tile_size);
  }
}

function isOnMap([x, y]: Tile, map: MapInfo): boolean {
  return x >= 0 && y >= 0 && x < map.width && y < map.height;
}
