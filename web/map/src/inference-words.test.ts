import { describe, expect, test } from "vitest";
import { DICTIONARIES } from "./dictionary";
import type { Inference } from "./inference";
import { barsOf, figuresOf, reasonsOf, sharesOf } from "./inference-words";

const UPPER_ENDS = [1, 2, 4, null];
const NOTHING: Inference = {
  mind: { kind: "model", model: "m" },
  answers: true,
  ...{ sim_seconds: 0, in_flight: 0, most_in_flight: 0, completions: 0, aborted: 0, repairs: 0, largest_batch: 0 },
  ...{ prompt_tokens: 0, completion_tokens: 0, cached_tokens: 0 },
  ...{ cache_hit_rate: null, tokens_per_sim_hour: null, median_seconds: null, p95_seconds: null, mean_shared_batch: null },
  batches: UPPER_ENDS.map((up_to) => ({ up_to, count: 0 })),
  ...{ decisions: {}, invalid: {}, failures: {} },
  money: null,
};
const english = { dictionary: DICTIONARIES.en, language: "en" } as const;
const values = (inference: Inference) =>
  Object.fromEntries(figuresOf(inference, english).map(({ name, value }) => [name, value]));

test("what was not counted yet is a dash, not a nought", () => {
  const { answerTime, cacheHits, tokensPerHour, money, inFlight } = values(NOTHING);
  expect([answerTime, cacheHits, tokensPerHour, money, inFlight]).toEqual(["—", "—", "—", "—", "0"]);
});

test("figures are short, in the page's language", () => {
  const counted = { ...NOTHING, prompt_tokens: 120_000, completion_tokens: 3456, cache_hit_rate: 0.614, median_seconds: 0.5 };
  expect(values(counted)).toMatchObject({ tokens: "123.5K", cacheHits: "61%", answerTime: "0.50 s" });
  const chinese = figuresOf(counted, { dictionary: DICTIONARIES.zh, language: "zh" });
  expect(chinese.find(({ name }) => name === "tokens")?.value).toBe("12.3万");
});

test("money is told with its currency, and without a price how to give one", () => {
  const told = (money: Inference["money"]) => figuresOf({ ...NOTHING, money }, english).at(-1);
  expect(told({ amount: 0.0123456, currency: "CNY" })).toMatchObject({ value: "0.0123 CNY" });
  expect(told(null)?.note).toContain("--price");
});

describe("the bars", () => {
  test("are named by the sizes that they stand for", () => {
    expect(barsOf(NOTHING).map(({ size }) => size)).toEqual(["1", "2", "3–4", "5+"]);
  });

  test("are parts of the highest, and flat where nothing was counted", () => {
    const batches = [2, 8, 4, 0].map((count, index) => ({ up_to: UPPER_ENDS[index] ?? null, count }));
    expect(barsOf({ ...NOTHING, batches }).map(({ part }) => part)).toEqual([0.25, 1, 0.5, 0]);
    expect(barsOf(NOTHING).map(({ part }) => part)).toEqual([0, 0, 0, 0]);
  });
});

test("the shares of those who decide are parts of all decisions", () => {
  const shares = sharesOf({ ...NOTHING, decisions: { model: 6, fallback: 2 } });
  expect(shares.map(({ decider, part }) => [decider, part])).toEqual([["model", 0.75], ["fallback", 0.25], ["rule", 0]]);
  expect(sharesOf(NOTHING).map(({ part }) => part)).toEqual([0, 0, 0]);
});

test("reasons come by their number, and one that the page does not know by its own name", () => {
  const inference = { ...NOTHING, failures: { timeout: 2, new_kind: 1 }, invalid: { language: 5 } };
  expect(reasonsOf(inference, DICTIONARIES.en)).toEqual(["wrong language × 5", "too late × 2", "new_kind × 1"]);
});

test("tokens per hour say over how many hours", () => {
  const figure = figuresOf({ ...NOTHING, sim_seconds: 4500, tokens_per_sim_hour: 80 }, english)[4];
  expect(figure).toMatchObject({ name: "tokensPerHour", value: "80" });
  expect(figure?.note).toContain("1.3 such hours");
});
