import { expect, test } from "vitest";
import { companyWords, inOrder } from "./company";
import { DICTIONARIES } from "./dictionary";
import type { VisitorSprite } from "./view";

const visitor = (id: string, name: string): VisitorSprite => ({ id, name, at: [0, 0], path: [], startedAt: 0 });
const visitors = new Map([visitor("v-1", "Zoe"), visitor("v-2", "Ann"), visitor("v-3", "Me")].map((one) => [one.id, one]));

test("oneself comes first, then the others by name", () => {
  expect(inOrder({ visitors, you: "v-3" }).map(({ name }) => name)).toEqual(["Me", "Ann", "Zoe"]);
});

test("visitors of one name keep an order", () => {
  const twins = new Map([visitor("v-9", "Ann"), visitor("v-2", "Ann")].map((one) => [one.id, one]));
  expect(inOrder({ visitors: twins, you: null }).map(({ id }) => id)).toEqual(["v-2", "v-9"]);
});

test("one visitor is one, in English too", () => {
  const en = { dictionary: DICTIONARIES.en, language: "en" } as const;
  expect([companyWords(1, en), companyWords(2, en)]).toEqual(["1 visitor here", "2 visitors here"]);
});
