import { expect, test } from "vitest";
import { type HintEvent, type HintState, hintAfter, isDone } from "./hint";

const START: HintState = { hasWalked: false, hasTalked: false, isDismissed: false };
const after = (...events: readonly HintEvent[]) => isDone(events.reduce(hintAfter, START));

test("the hint stays until one has both walked and talked", () => {
  expect([after(), after("walked"), after("walked", "walked"), after("talked")]).toEqual([false, false, false, false]);
  expect([after("walked", "talked"), after("talked", "walked")]).toEqual([true, true]);
});

test("the hint can be dismissed at once", () => {
  expect(after("dismissed")).toBe(true);
});
