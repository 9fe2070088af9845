import { expect, test } from "vitest";
import { DICTIONARIES } from "./dictionary";
import { happeningMarks } from "./happening-painter";
import type { HappeningView, PlaceView } from "./protocol";

const SQUARE: PlaceView = { id: "square", name: { zh: "广场", en: "square" }, area: [1, 1, 6, 4] };

function happening(what: HappeningView["what"], place: string | null): [string, HappeningView] {
  return [`${what}-1`, { id: `${what}-1`, what, place, start: 0, until: 60, text: { zh: "", en: "" } }];
}

function marks(...happenings: [string, HappeningView][]) {
  return happeningMarks({ happenings: new Map(happenings), places: new Map([["square", SQUARE]]) }, DICTIONARIES.en);
}

test("what happens at a place is marked there, one above the other", () => {
  expect(marks(happening("market_day", "square"), happening("stranger", "square"))).toEqual([
    { what: "market_day", words: "Market day", area: SQUARE.area, row: 0 },
    { what: "stranger", words: "A stranger", area: SQUARE.area, row: 1 },
  ]);
});

test("weather, and a place that the map does not have, are marked nowhere", () => {
  expect(marks(happening("snow", null), happening("fire", "moon"))).toEqual([]);
});
