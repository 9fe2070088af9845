// The moment that is shown, in the page's address: `?t=1d09:00`.
import { timeForAddress, timeFromAddress } from "./moments";

/** The moment that the page's address asks for, in simulated seconds, if it does. */
export function momentInAddress(): number | null {
  return timeFromAddress(new URLSearchParams(window.location.search).get("t"));
}

/** Puts a moment into the address, or takes it out. */
export function keepMomentInAddress(time: number | null): void {
  const address = new URL(window.location.href);
  if (time === null) address.searchParams.delete("t");
  else address.searchParams.set("t", timeForAddress(time));
  // A colon needs no escape there, and people read it.
  window.history.replaceState(null, "", address.href.replaceAll("%3A", ":"));
}
