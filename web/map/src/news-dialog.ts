// The village's news: a list, newest first, and of the one that is opened its way from mouth to mouth as a tree.
import { Dialog } from "./dialog";
import { type Dictionary, type Language, fill, inLanguage } from "./dictionary";
import { button, element, setAttribute, setHidden, setText } from "./elements";
import { isTakenBy } from "./keys";
import { type Knower, type News, NewsKeeper } from "./news";
import { portraitAddress } from "./pictures";
import type { View } from "./view";
import { type Speaker, timeWords } from "./wording";

const KEY = "n";

export interface NewsEvents {
  /** Somebody's name was pressed. */
  personChosen(id: string): void;
  /** The key for it was pressed. */
  asked(): void;
  changed(): void;
}

/** One piece of news on the page. */
interface Piece {
  item: HTMLLIElement;
  press: HTMLButtonElement;
  text: HTMLElement;
  facts: HTMLElement;
  knowers: HTMLElement;
  portrait: HTMLImageElement;
  way: HTMLElement;
}

export class NewsDialog {
  private readonly dialog: Dialog;
  private readonly keeper: NewsKeeper;
  private readonly state = element("p", "news-state", { role: "status" });
  private readonly list = element("ul", "news-list", { role: "list" });
  private readonly more: HTMLButtonElement;
  private readonly pieces = new Map<string, Piece>();
  /** The way that is on show was made from this, in this language. */
  private shown: { way: string; language: Language } | null = null;

  constructor(
    container: HTMLElement,
    private readonly events: NewsEvents,
  ) {
    this.dialog = new Dialog(container, "news");
    this.keeper = new NewsKeeper(window.fetch.bind(window), () => events.changed());
    this.more = button("news-more", () => this.keeper.more());
    this.dialog.body.append(this.state, this.list, this.more);
    document.addEventListener("keydown", (event) => {
      if (event.key.toLowerCase() !== KEY || event.ctrlKey || event.metaKey || event.altKey || isTakenBy(event)) return;
      event.preventDefault();
      events.asked();
    });
  }

  open(): void {
    this.keeper.askSoon();
    this.dialog.open();
  }

  /** `past`: the moment that is shown, where it is not now. */
  render(view: View, wallTime: number, past: number | null, speaker: Speaker): void {
    const { dictionary } = speaker;
    this.dialog.name(dictionary.newsTitle, dictionary.close);
    this.keeper.keep(this.dialog.isOpen, wallTime, past === null ? null : Math.floor(past));
    if (!this.dialog.isOpen) return;
    const { news, hasMore, isUnheard } = this.keeper;
    setText(this.state, stateOf(news, isUnheard, dictionary));
    setHidden(this.state, this.state.textContent === "");
    setHidden(this.more, !hasMore);
    setText(this.more, dictionary.newsMore);
    this.removeOthers(news ?? []);
    (news ?? []).forEach((each, index) => this.renderPiece(each, index, view, speaker));
  }

  private removeOthers(news: readonly News[]): void {
    const here = new Set(news.map(({ id }) => id));
    for (const [id, { item }] of this.pieces) {
      if (here.has(id)) continue;
      item.remove();
      this.pieces.delete(id);
    }
  }

  private renderPiece(news: News, index: number, view: View, speaker: Speaker): void {
    const { dictionary, language } = speaker;
    const piece = this.pieces.get(news.id) ?? this.added(news.id);
    if (this.list.children[index] !== piece.item) this.list.insertBefore(piece.item, this.list.children[index] ?? null);
    const isFollowed = this.keeper.followed === news.id;
    const place = view.places.get(news.place);
    setAttribute(piece.portrait, "src", portraitAddress(news.origin));
    setText(piece.text, inLanguage(news.text, language));
    setText(piece.facts, [nameOf(news.origin, view, language), timeWords(news.time, speaker), place && inLanguage(place.name, language)].filter(Boolean).join(" · "));
    setText(piece.knowers, fill(news.knowers === 1 ? dictionary.newsKnownToOne : dictionary.newsKnownTo, { count: news.knowers }));
    setAttribute(piece.press, "aria-expanded", String(isFollowed));
    setHidden(piece.way, !isFollowed);
    if (isFollowed) this.renderWay(piece.way, view, speaker);
  }

  /** The tree is made anew only when there is more of it; whoever is on a name with the keyboard stays there. */
  private renderWay(container: HTMLElement, view: View, speaker: Speaker): void {
    const { way, isUnheard } = this.keeper;
    const { dictionary, language } = speaker;
    const made = JSON.stringify([this.keeper.followed, way, isUnheard && way === null, view.agents.size]);
    if (this.shown?.way === made && this.shown.language === language) return;
    this.shown = { way: made, language };
    const place = [...container.querySelectorAll("button")].findIndex((press) => press === document.activeElement);
    if (way === null) container.replaceChildren(element("p", "news-state", {}, [isUnheard ? dictionary.newsFailed : dictionary.newsLoading]));
    else {
      const words = way.told.length === 0 ? [element("p", "news-state", {}, [dictionary.newsUntold])] : [];
      container.replaceChildren(element("ul", "way", { role: "list" }, [this.knower(way, null, view, speaker)]), ...words);
    }
    if (place >= 0) container.querySelectorAll("button")[place]?.focus();
  }

  private knower({ agent, time, place, told }: Knower, teller: string | null, view: View, speaker: Speaker): HTMLElement {
    const { dictionary, language } = speaker;
    const name = nameOf(agent, view, language);
    const press = button("way-name", () => this.choose(agent));
    press.append(element("img", "portrait portrait-tiny", { src: portraitAddress(agent), alt: "", width: "26", height: "26" }), name);
    press.title = fill(dictionary.newsFollow, { name });
    const where = place === null ? undefined : view.places.get(place);
    const how = teller === null ? dictionary.newsOrigin : fill(dictionary.newsFrom, { name: nameOf(teller, view, language) });
    const facts = [how, timeWords(time, speaker), where && inLanguage(where.name, language)].filter(Boolean).join(" · ");
    const line = element("div", "way-line", {}, [press, element("span", "way-facts", {}, [facts])]);
    const further = told.map((each) => this.knower(each, agent, view, speaker));
    return element("li", "", {}, further.length === 0 ? [line] : [line, element("ul", "way", { role: "list" }, further)]);
  }

  private choose(agent: string): void {
    this.dialog.shut();
    this.events.personChosen(agent);
  }

  private toggle(id: string): void {
    this.keeper.follow(this.keeper.followed === id ? null : id);
    this.shown = null;
    this.events.changed();
  }

  private added(id: string): Piece {
    const portrait = element("img", "portrait portrait-small", { alt: "", width: "32", height: "32" });
    const text = element("span", "news-text");
    const facts = element("span", "news-facts");
    const knowers = element("span", "news-knowers");
    const press = button("news-press", () => this.toggle(id));
    press.append(portrait, element("span", "news-words", {}, [text, facts]), knowers);
    const way = element("div", "news-way", { id: `news-way-${id}` });
    setAttribute(press, "aria-controls", way.id);
    const item = element("li", "news-piece", {}, [press, way]);
    const piece = { item, press, text, facts, knowers, portrait, way };
    this.pieces.set(id, piece);
    return piece;
  }
}

function stateOf(news: readonly News[] | null, isUnheard: boolean, dictionary: Dictionary): string {
  if (news === null) return isUnheard ? dictionary.newsFailed : dictionary.newsLoading;
  return news.length === 0 ? dictionary.newsNone : "";
}

function nameOf(id: string, { agents }: View, language: Language): string {
  const agent = agents.get(id);
  return agent ? inLanguage(agent.name, language) : id;
}
