// The pictures of people, fetched when first needed. Until one is here, its owner is drawn as a plain figure.

export class Pictures {
  private readonly images = new Map<string, HTMLImageElement>();

  /** `onArrival` is called when a picture can be drawn that could not before. */
  constructor(
    private readonly onArrival: () => void,
    /** Below which address the village's own people are painted. */
    private readonly base = "",
  ) {}

  /** The sheet of a character or a visitor, or null while it is not there. */
  sheet(id: string): HTMLImageElement | null {
    const image = this.images.get(id) ?? this.fetch(id);
    return image.complete && image.naturalWidth > 0 ? image : null;
  }

  private fetch(id: string): HTMLImageElement {
    const image = new Image();
    image.addEventListener("load", this.onArrival);
    image.src = `${this.base}/art/sprites/${encodeURIComponent(id)}.png`;
    this.images.set(id, image);
    return image;
  }
}

export function portraitAddress(id: string): string {
  return `/art/portraits/${encodeURIComponent(id)}.png`;
}
