// The picture of the village: the map, who it follows, and where the visitor walks, drawn anew each frame.
import { Camera } from "./camera";
import type { Drawn } from "./debug";
import { type Dictionary, inLanguage } from "./dictionary";
import { happeningMarks } from "./happening-painter";
import { type Figure, sceneOf } from "./scene";
import { audibleSpeeches } from "./speech";
import type { Shown } from "./stage";
import { ArrowKeys, type Heading, stepFrom } from "./steps";
import { type MapEvents, VillageMap } from "./village-map";
import { goalOf } from "./walking-goal";
import type { Speaker } from "./wording";

export interface PictureEvents {
  personChosen(id: string): void;
  /** A line on the map, by its number in the log. */
  lineChosen(event: number): void;
  /** The visitor set out, by a click, a tap or a key. */
  walked(): void;
}

export class Picture {
  private map: VillageMap | null = null;
  private readonly camera: Camera;
  /** Whether the goal of the present walk is marked: it was pointed at, not walked to step by step. */
  private isGoalMarked = false;

  constructor(
    private readonly container: HTMLElement,
    private readonly stage: Shown,
    private readonly events: PictureEvents,
    coveredHeight: () => number,
    /** Below which address what is shown is told and painted. */
    private readonly base = "",
  ) {
    this.camera = new Camera(coveredHeight);
    new ArrowKeys(container, (heading) => this.step(heading));
    container.addEventListener("keydown", (event) => this.zoom(event));
  }

  /** Unrolls the map, once the village has told its size. */
  open(): void {
    const { map, tiles } = this.stage.view;
    if (this.map || !map || !tiles) return;
    this.map = new VillageMap(this.container, map, tiles, this.mapEvents(), this.base);
  }

  get drawn(): Drawn | null {
    return this.map?.drawn ?? null;
  }

  name(dictionary: Dictionary): void {
    this.map?.name(dictionary);
  }

  /** Everyone on the map at a wall time (milliseconds). */
  figures(wallTime: number): Figure[] {
    return sceneOf(this.stage.view, this.stage.timeAt(wallTime), wallTime);
  }

  /** Shows somebody, or several together, and follows them; nobody lets go. */
  show(ids: readonly string[], wallTime: number): void {
    this.camera.choose(this.map, this.figures(wallTime), ids);
  }

  draw(wallTime: number, selected: string | null, speaker: Speaker): void {
    if (!this.map || !this.stage.isKnown) return;
    const { view } = this.stage;
    const figures = this.figures(wallTime);
    const time = this.stage.timeAt(wallTime);
    this.camera.placeFirst(this.map, figures, view.you);
    this.camera.follow(this.map, figures, wallTime);
    this.map.update({
      figures,
      places: [...view.places.values()],
      happenings: happeningMarks(view, speaker.dictionary),
      speeches: audibleSpeeches(view.speeches, time, wallTime).map((speech) => ({
        ...speech,
        text: inLanguage(speech.text, speaker.language),
      })),
      ask: speaker.dictionary.whyAsk,
      time,
      wallTime,
      goal: this.isGoalMarked ? goalOf(view, wallTime) : null,
      marks: {
        you: view.you,
        selected,
        nameOf: (figure) => this.nameOf(figure.id, speaker),
        placeName: (place) => inLanguage(place.name, speaker.language),
      },
    });
  }

  private nameOf(id: string, { dictionary, language }: Speaker): string {
    const { agents, visitors, you } = this.stage.view;
    const agent = agents.get(id);
    if (agent) return inLanguage(agent.name, language);
    return id === you ? dictionary.you : visitors.get(id)?.name || dictionary.visitor;
  }

  private mapEvents(): MapEvents {
    return {
      personChosen: (id) => this.events.personChosen(id),
      lineChosen: (event) => this.events.lineChosen(event),
      groundChosen: (to) => {
        this.isGoalMarked = true;
        if (this.stage.send({ type: "move", to })) this.events.walked();
      },
      dragged: () => this.camera.release(),
    };
  }

  private step(heading: Heading): void {
    const { you, map } = this.stage.view;
    const wallTime = performance.timeOrigin + performance.now();
    const own = this.figures(wallTime).find(({ id }) => id === you);
    const to = own && map ? stepFrom(own, heading, map) : null;
    if (!own || !to || !this.stage.send({ type: "move", to })) return;
    this.isGoalMarked = false;
    this.camera.choose(null, [], [own.id]);
    this.events.walked();
  }

  private zoom(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "+" || event.key === "=") this.map?.zoomBy(1);
    else if (event.key === "-") this.map?.zoomBy(-1);
    else return;
    event.preventDefault();
  }
}
