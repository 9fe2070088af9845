// A Leaflet layer that is one canvas over the viewport, for pictures that change every frame.
//
// It keeps device pixels crisp, follows zoom animations, and repaints at once when the map moves, so that the
// picture never lags behind the ground.
import * as L from "leaflet";

/** What a painter needs: where map pixel [0, 0] lies on the canvas, and how large a map pixel is, in CSS pixels. */
export interface Easel {
  context: CanvasRenderingContext2D;
  origin: { x: number; y: number };
  scale: number;
  width: number;
  height: number;
  /** Device pixels per CSS pixel. */
  ratio: number;
}

export type Painter = (easel: Easel) => void;

export class CanvasLayer extends L.Layer {
  private readonly canvas = L.DomUtil.create("canvas", "leaflet-zoom-animated");
  private topLeft: L.LatLng | null = null;
  private zoom = 0;
  /** Leaflet already answers for the new zoom while the old picture is still being stretched. */
  private isZooming = false;

  constructor(
    private readonly paneName: string,
    private readonly painter: Painter,
  ) {
    super();
  }

  override onAdd(map: L.Map): this {
    map.getPane(this.paneName)?.append(this.canvas);
    this.settle();
    return this;
  }

  override onRemove(): this {
    this.canvas.remove();
    return this;
  }

  override getEvents(): Record<string, L.LeafletEventHandlerFn> {
    return {
      move: () => this.settle(),
      resize: () => this.settle(),
      viewreset: () => this.settle(),
      zoomend: () => this.settleAfterZoom(),
      zoomanim: (event) => this.follow(event as L.ZoomAnimEvent),
    };
  }

  /** Paints the present moment. */
  paint(): void {
    const map = this._map;
    const context = this.canvas.getContext("2d");
    if (!map || !context || !this.topLeft || this.isZooming) return;
    const { x: width, y: height } = map.getSize();
    const ratio = window.devicePixelRatio;
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.clearRect(0, 0, width, height);
    const origin = map.latLngToContainerPoint([0, 0]).round();
    this.painter({ context, origin, scale: map.getZoomScale(map.getZoom(), 0), width, height, ratio });
  }

  /** Covers the viewport again. */
  private settle(): void {
    const map = this._map;
    if (!map) return;
    this.fitSize(map.getSize(), window.devicePixelRatio);
    this.topLeft = map.containerPointToLatLng([0, 0]);
    this.zoom = map.getZoom();
    L.DomUtil.setTransform(this.canvas, map.containerPointToLayerPoint([0, 0]), 1);
    this.paint();
  }

  private settleAfterZoom(): void {
    this.isZooming = false;
    this.settle();
  }

  private fitSize(size: L.Point, ratio: number): void {
    const width = Math.round(size.x * ratio);
    const height = Math.round(size.y * ratio);
    if (this.canvas.width === width && this.canvas.height === height) return;
    this.canvas.width = width;
    this.canvas.height = height;
    this.canvas.style.width = `${size.x}px`;
    this.canvas.style.height = `${size.y}px`;
  }

  /** During a zoom animation the picture is stretched along with the tiles. */
  private follow({ center, zoom }: L.ZoomAnimEvent): void {
    const map = this._map;
    if (!map || !this.topLeft) return;
    this.isZooming = true;
    const pane = L.DomUtil.getPosition(map.getPane("mapPane") as HTMLElement);
    const pixelOrigin = map.project(center, zoom).subtract(map.getSize().divideBy(2)).add(pane).round();
    const offset = map.project(this.topLeft, zoom).subtract(pixelOrigin);
    L.DomUtil.setTransform(this.canvas, offset, map.getZoomScale(zoom, this.zoom));
  }
}
