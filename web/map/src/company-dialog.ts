// Who is here, on a page too narrow to show it beside the villagers.
import { CompanyList, companyWords } from "./company";
import { Dialog } from "./dialog";
import type { View } from "./view";
import type { Speaker } from "./wording";

export class CompanyDialog {
  private readonly dialog: Dialog;
  private readonly list = new CompanyList();

  constructor(container: HTMLElement) {
    this.dialog = new Dialog(container, "company");
    this.dialog.body.append(this.list.root);
  }

  open(): void {
    this.dialog.open();
  }

  render(view: View, speaker: Speaker): void {
    this.dialog.name(companyWords(view.visitors.size, speaker), speaker.dictionary.close);
    // Pictures are asked for only once somebody looks.
    if (this.dialog.isOpen) this.list.render(view, speaker);
  }
}
