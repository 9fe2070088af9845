// A dialog over the page: the browser's own `<dialog>`, so Escape closes it and the keyboard stays inside.
import { button, element, setText } from "./elements";

export class Dialog {
  readonly body = element("div", "dialog-body");
  private readonly heading: HTMLHeadingElement;
  private readonly close: HTMLButtonElement;
  private readonly root: HTMLDialogElement;

  constructor(container: HTMLElement, id: string) {
    this.heading = element("h2", "dialog-title", { id: `${id}-title` });
    this.close = button("quiet dialog-close", () => this.root.close());
    const head = element("header", "dialog-head", {}, [this.heading, this.close]);
    this.root = element("dialog", "dialog", { id, "aria-labelledby": `${id}-title` }, [head, this.body]);
    // A click beside the dialog falls on its backdrop, which is the dialog element itself.
    this.root.addEventListener("click", (event) => {
      if (event.target === this.root) this.root.close();
    });
    container.append(this.root);
  }

  open(): void {
    if (!this.root.open) this.root.showModal();
  }

  shut(): void {
    this.root.close();
  }

  get isOpen(): boolean {
    return this.root.open;
  }

  name(title: string, close: string): void {
    setText(this.heading, title);
    setText(this.close, close);
  }
}
