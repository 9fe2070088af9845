import { expect, test } from "vitest";
import { DICTIONARIES } from "./dictionary";
import { errorWords, keepsOutside } from "./errors";

const text = { zh: "词", en: "words" };

test("a known error is told in the page's language", () => {
  expect(errorWords("no_way", text, DICTIONARIES.zh, "zh")).toBe("那儿走不过去。");
  expect(errorWords("no_way", text, DICTIONARIES.en, "en")).toBe("No way leads there.");
});

test("an unknown error is told in the village's words", () => {
  expect(errorWords("brand_new", text, DICTIONARIES.en, "en")).toBe("words");
  expect(errorWords("constructor", text, DICTIONARIES.en, "en")).toBe("words");
});

test("only errors that end the connection keep one outside", () => {
  expect([keepsOutside("full"), keepsOutside("no_way")]).toEqual([true, false]);
});
