import { expect, test } from "vitest";
import { preferredLanguage } from "./preferences";

test("the language chosen here before wins", () => {
  expect(preferredLanguage("en", ["zh-CN"])).toBe("en");
});

test("else the browser's first language that the page speaks", () => {
  expect(preferredLanguage(null, ["fr-FR", "zh-TW", "en"])).toBe("zh");
  expect(preferredLanguage("tlh", ["en-GB", "zh"])).toBe("en");
});

test("else English", () => {
  expect(preferredLanguage(null, ["fr"])).toBe("en");
  expect(preferredLanguage(null, [])).toBe("en");
});
