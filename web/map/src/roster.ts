// The list of villagers: one real button each, with a portrait, a name, and what they are at.
import { CompanyList, companyWords } from "./company";
import { fill, inLanguage } from "./dictionary";
import { button, element, setAttribute, setHidden, setText } from "./elements";
import { portraitAddress } from "./pictures";
import type { AgentView } from "./protocol";
import type { View } from "./view";
import { doingOf, type Speaker } from "./wording";

export interface RosterEvents {
  chosen(id: string): void;
  named(name: string): void;
}

interface Entry {
  item: HTMLLIElement;
  press: HTMLButtonElement;
  name: HTMLElement;
  role: HTMLElement;
  doing: HTMLElement;
}

export class Roster {
  readonly root = element("section", "roster", { "aria-labelledby": "roster-heading" });
  private readonly heading = element("h2", "roster-heading", { id: "roster-heading" });
  private readonly subtitle = element("p", "roster-subtitle");
  private readonly list = element("ul", "roster-list", { role: "list" });
  private readonly empty = element("p", "roster-empty");
  private readonly companyHeading = element("summary");
  private readonly companyList = new CompanyList();
  private readonly company = element("details", "company", { open: "" }, [this.companyHeading, this.companyList.root]);
  private readonly nameLabel = element("label", "visitor-name-label", { for: "visitor-name" });
  private readonly nameField = element("input", "visitor-name", {
    id: "visitor-name",
    type: "text",
    maxlength: "24",
    autocomplete: "nickname",
  });
  private readonly entries = new Map<string, Entry>();

  constructor(
    private readonly events: RosterEvents,
    visitorName: string,
  ) {
    this.nameField.value = visitorName;
    this.nameField.addEventListener("change", () => events.named(this.nameField.value.trim()));
    this.root.append(
      element("header", "roster-head", {}, [this.heading, this.subtitle]),
      this.list,
      this.empty,
      this.company,
      element("footer", "roster-foot", {}, [this.nameLabel, this.nameField]),
    );
  }

  render(view: View, selected: string | null, speaker: Speaker): void {
    const { dictionary } = speaker;
    const count = view.agents.size;
    setText(this.heading, count ? fill(dictionary.villagersCount, { count }) : dictionary.villagers);
    setText(this.subtitle, dictionary.subtitle);
    setText(this.empty, dictionary.nobody);
    setHidden(this.empty, count > 0);
    setText(this.nameLabel, dictionary.yourName);
    setAttribute(this.nameField, "placeholder", dictionary.yourNameHint);
    setText(this.companyHeading, companyWords(view.visitors.size, speaker));
    setHidden(this.company, view.visitors.size === 0);
    this.companyList.render(view, speaker);
    this.removeOthers(view);
    for (const agent of view.agents.values()) this.renderEntry(agent, view, agent.id === selected, speaker);
  }

  /** Puts the keyboard on somebody's button. */
  focus(id: string): void {
    this.entries.get(id)?.press.focus();
  }

  private removeOthers(view: View): void {
    for (const [id, { item }] of this.entries) {
      if (view.agents.has(id)) continue;
      item.remove();
      this.entries.delete(id);
    }
  }

  private renderEntry(agent: AgentView, view: View, isSelected: boolean, speaker: Speaker): void {
    const entry = this.entries.get(agent.id) ?? this.added(agent.id);
    setText(entry.name, inLanguage(agent.name, speaker.language));
    setText(entry.role, inLanguage(agent.role, speaker.language));
    setText(entry.doing, doingOf(agent, view, speaker));
    setAttribute(entry.press, "data-state", agent.state);
    setAttribute(entry.press, "aria-current", String(isSelected));
  }

  private added(id: string): Entry {
    const portrait = element("img", "portrait", { src: portraitAddress(id), alt: "", width: "48", height: "48" });
    const name = element("span", "entry-name");
    const role = element("span", "entry-role");
    const doing = element("span", "entry-doing");
    const press = button("entry", () => this.events.chosen(id));
    press.append(portrait, element("span", "entry-words", {}, [name, role, doing]));
    const item = element("li", "", {}, [press]);
    this.list.append(item);
    const entry = { item, press, name, role, doing };
    this.entries.set(id, entry);
    return entry;
  }
}
