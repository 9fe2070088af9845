import { expect, test } from "vitest";
import { nextChoice, themeChoiceOf, themeOf } from "./theme";

test("without a choice the system decides", () => {
  expect([themeOf("auto", true), themeOf("auto", false)]).toEqual(["dark", "light"]);
});

test("a choice wins over the system", () => {
  expect([themeOf("light", true), themeOf("dark", false)]).toEqual(["light", "dark"]);
});

test("the toggle goes round all three", () => {
  expect(nextChoice("auto")).toBe("light");
  expect(nextChoice(nextChoice(nextChoice("auto")))).toBe("auto");
});

test("what was remembered is taken up only if it is a choice", () => {
  expect([themeChoiceOf("dark"), themeChoiceOf("pink"), themeChoiceOf(null)]).toEqual(["dark", "auto", "auto"]);
});
