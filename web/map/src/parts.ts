// The parts of a page that its HTML holds.

/** Throws where the page has no such part: then HTML and code do not belong together. */
export function part(id: string): HTMLElement {
  const found = document.getElementById(id);
  if (!found) throw new Error(`the page has no #${id}`);
  return found;
}
