// Who else is here: the visitors present, with their pictures, oneself first and marked.
import { fill } from "./dictionary";
import { element, setAttribute, setText } from "./elements";
import { portraitAddress } from "./pictures";
import type { View, VisitorSprite } from "./view";
import type { Speaker } from "./wording";

/** More visitors than this are counted, not listed. */
export const MAXIMUM_LISTED = 60;

/** The visitors in the order of the list: oneself, then by name. */
export function inOrder(view: Pick<View, "visitors" | "you">): VisitorSprite[] {
  const rank = ({ id }: VisitorSprite) => (id === view.you ? 0 : 1);
  return [...view.visitors.values()].sort(
    (one, other) => rank(one) - rank(other) || one.name.localeCompare(other.name) || (one.id < other.id ? -1 : 1),
  );
}

export function companyWords(count: number, { dictionary }: Speaker): string {
  return count === 1 ? dictionary.companyOne : fill(dictionary.companyCount, { count });
}

interface Entry {
  item: HTMLLIElement;
  name: HTMLElement;
  mark: HTMLElement;
}

/** The list itself; it is shown both beside the villagers and, on a phone, in a dialog. */
export class CompanyList {
  readonly root = element("ul", "company-list", { role: "list" });
  private readonly entries = new Map<string, Entry>();

  render(view: View, { dictionary }: Speaker): void {
    const visitors = inOrder(view).slice(0, MAXIMUM_LISTED);
    this.removeOthers(new Set(visitors.map(({ id }) => id)));
    visitors.forEach(({ id, name }, index) => {
      const entry = this.entries.get(id) ?? this.added(id);
      setText(entry.name, name || dictionary.visitor);
      setText(entry.mark, id === view.you ? dictionary.companyYou : "");
      setAttribute(entry.item, "data-you", String(id === view.you));
      if (this.root.children[index] !== entry.item) this.root.insertBefore(entry.item, this.root.children[index] ?? null);
    });
  }

  private removeOthers(present: ReadonlySet<string>): void {
    for (const [id, { item }] of this.entries) {
      if (present.has(id)) continue;
      item.remove();
      this.entries.delete(id);
    }
  }

  private added(id: string): Entry {
    const picture = element("img", "portrait portrait-small", { src: portraitAddress(id), alt: "", width: "32", height: "32" });
    const name = element("span", "company-name");
    const mark = element("span", "company-you");
    const item = element("li", "company-entry", {}, [picture, name, mark]);
    const entry = { item, name, mark };
    this.entries.set(id, entry);
    return entry;
  }
}
