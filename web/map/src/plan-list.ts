// A character's plan for the day as a list with times: the present item marked, the past ones dim.
import { type PlanItem, tenseOf } from "./agent-details";
import { timeOfDay } from "./clock";
import { inLanguage } from "./dictionary";
import { element, setAttribute, setHidden, setText } from "./elements";
import type { PlaceView } from "./protocol";
import type { Speaker } from "./wording";

export class PlanList {
  readonly root = element("details", "more plan");
  private readonly summary = element("summary");
  private readonly list = element("ol", "plan-list", { role: "list" });

  constructor() {
    this.root.append(this.summary, this.list);
  }

  render(plan: readonly PlanItem[], time: number, places: ReadonlyMap<string, PlaceView>, speaker: Speaker): void {
    setHidden(this.root, plan.length === 0);
    setText(this.summary, speaker.dictionary.plan);
    while (this.list.childElementCount > plan.length) this.list.lastElementChild?.remove();
    plan.forEach((item, index) => this.renderItem(item, index, time, places, speaker));
  }

  private renderItem(
    item: PlanItem,
    index: number,
    time: number,
    places: ReadonlyMap<string, PlaceView>,
    { dictionary, language }: Speaker,
  ): void {
    const node = this.list.children[index] ?? this.list.appendChild(emptyItem());
    const [hours, activity, place] = [...node.children] as [Element, Element, Element];
    const tense = tenseOf(item, time);
    const where = item.place === null ? undefined : places.get(item.place);
    setAttribute(node, "data-tense", tense);
    if (tense === "present") setAttribute(node, "aria-current", "time");
    else node.removeAttribute("aria-current");
    setText(hours, timeOfDay(item.start));
    setText(activity, inLanguage(item.activity, language));
    setText(place, [where ? inLanguage(where.name, language) : "", tense === "present" ? dictionary.planPresent : ""].filter(Boolean).join(" · "));
  }
}

function emptyItem(): HTMLElement {
  return element("li", "plan-item", {}, [element("time", "plan-hours"), element("span"), element("span", "plan-place")]);
}
