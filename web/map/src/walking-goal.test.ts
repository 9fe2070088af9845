import { expect, test } from "vitest";
import type { VisitorSprite } from "./view";
import { goalOf } from "./walking-goal";

const own: VisitorSprite = { id: "v-1", name: "Me", at: [0, 0], path: [[0, 0], [1, 0], [2, 0]], startedAt: 1000 };
const view = { you: "v-1", visitors: new Map([["v-1", own]]) };

test("one's goal is marked until one is there", () => {
  expect(goalOf(view, 1000)).toEqual([2, 0]);
  expect(goalOf(view, 1499)).toEqual([2, 0]);
  expect(goalOf(view, 1500)).toBeNull();
});

test("who stands, or is not here, goes nowhere", () => {
  expect(goalOf({ ...view, visitors: new Map([["v-1", { ...own, path: [] }]]) }, 1000)).toBeNull();
  expect(goalOf({ ...view, you: "v-2" }, 1000)).toBeNull();
  expect(goalOf({ ...view, you: null }, 1000)).toBeNull();
});
