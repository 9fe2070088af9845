import { describe, expect, test } from "vitest";
import { DICTIONARIES, type Word, fill, hourName } from "./dictionary";

const words = Object.keys(DICTIONARIES.zh) as Word[];
const namesIn = (template: string) => [...template.matchAll(/\{(\w+)\}/g)].map(([, name]) => name).sort();

describe("the dictionaries", () => {
  test.each(words)("say %s in both languages, with the same names to fill in", (word) => {
    expect(DICTIONARIES.zh[word]).not.toBe("");
    expect(namesIn(DICTIONARIES.en[word])).toEqual(namesIn(DICTIONARIES.zh[word]));
  });

  test("name every hour of the day", () => {
    expect([23, 0, 1, 7, 12].map((hour) => hourName(DICTIONARIES.zh, hour))).toEqual(
      ["子时", "子时", "丑时", "辰时", "午时"],
    );
    for (let hour = 0; hour < 24; hour += 1) expect(hourName(DICTIONARIES.en, hour)).not.toBe("");
  });
});

test("a template keeps what it is not given", () => {
  expect(fill("{a} and {b}", { a: 1 })).toBe("1 and {b}");
});
