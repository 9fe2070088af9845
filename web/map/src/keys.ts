// Keys that mean something wherever the visitor is on the page, unless what has the keyboard takes them.

/** Fields take every key; buttons and lists take space; an open dialog takes all. */
export function isTakenBy({ target, key }: KeyboardEvent): boolean {
  if (!(target instanceof Element)) return false;
  if (document.querySelector("dialog[open]")) return true;
  const isField = target.matches("textarea, select, input:not([type=range])");
  return isField || (key === " " && target.matches("button, select, a, summary"));
}
