// The Leaflet map underneath: how its coordinates run, how far it zooms, its panes and its tiles.
import * as L from "leaflet";
import type { MapInfo, TileSource } from "./protocol";

/** Map pixels run right and down, one unit each at zoom 0. */
const PIXEL_CRS = L.Util.extend({}, L.CRS.Simple, { transformation: new L.Transformation(1, 0, 1, 0) });
const LARGEST_ZOOM = 3;
export const FIRST_ZOOM = 1;
const TILE_PICTURE_SIZE = 256;

/** Panes from below: the tile pane (200) holds the ground. Leaflet's controls lie at 800. */
const PANES = { meadow: 100, people: 400, above: 450, night: 500, labels: 550, bubbles: 600 } as const;

/** Whether the visitor asked their system for less movement. */
export function wantsStillness(): boolean {
  return window.matchMedia("(prefers-reduced-motion: reduce)").matches;
}

/** The whole map, in map pixels. */
export function boundsOf(map: MapInfo): L.LatLngBounds {
  return L.latLngBounds([0, 0], [map.height * map.tile_size, map.width * map.tile_size]);
}

/** A Leaflet map in a container, with its panes and its two tile layers, looking at its middle. */
export function createMap(container: HTMLElement, map: MapInfo, tiles: TileSource): L.Map {
  const leaflet = L.map(container, {
    crs: PIXEL_CRS,
    minZoom: tiles.minimum_zoom,
    maxZoom: LARGEST_ZOOM,
    zoomSnap: 1,
    attributionControl: false,
    zoomControl: false,
    // The arrow keys walk; see `steps.ts`.
    keyboard: false,
    zoomAnimation: !wantsStillness(),
    fadeAnimation: !wantsStillness(),
    maxBounds: boundsOf(map).pad(0.1),
    maxBoundsViscosity: 0.8,
  });
  L.control.zoom({ position: "bottomleft" }).addTo(leaflet);
  leaflet.setView(boundsOf(map).getCenter(), FIRST_ZOOM);
  for (const [name, level] of Object.entries(PANES)) addPane(leaflet, name, level);
  addTiles(leaflet, map, tiles);
  return leaflet;
}

function addPane(leaflet: L.Map, name: string, level: number): void {
  const pane = leaflet.createPane(name);
  pane.style.zIndex = String(level);
  pane.style.pointerEvents = "none";
  pane.classList.add(`pane-${name}`);
  if (name === "bubbles") pane.classList.add("leaflet-zoom-hide");
}

function addTiles(leaflet: L.Map, map: MapInfo, tiles: TileSource): void {
  const options: L.TileLayerOptions = {
    tileSize: TILE_PICTURE_SIZE,
    minZoom: tiles.minimum_zoom,
    maxZoom: LARGEST_ZOOM,
    minNativeZoom: tiles.minimum_zoom,
    maxNativeZoom: tiles.maximum_native_zoom,
    noWrap: true,
    bounds: boundsOf(map),
    keepBuffer: 4,
  };
  addMeadow(leaflet, map);
  L.tileLayer(tiles.ground, options).addTo(leaflet);
  L.tileLayer(tiles.above, { ...options, pane: "above" }).addTo(leaflet);
}

/** What lies under tiles that are still on their way, so that the night has something to darken. */
function addMeadow(leaflet: L.Map, map: MapInfo): void {
  const meadow = document.createElement("div");
  meadow.className = "meadow";
  L.svgOverlay(meadow as unknown as SVGElement, boundsOf(map), { pane: "meadow", interactive: false }).addTo(leaflet);
}
