import { expect, test } from "vitest";
import { OCCASIONS, WEATHERS, isWeather, letHappen } from "./happenings";

function village(status: number, body: string): typeof fetch {
  return () => Promise.resolve(new Response(body, { status }));
}

test("a wish that is accepted says how it will be told", async () => {
  const told = { zh: "下起雨来了", en: "it has begun to rain" };
  const outcome = await letHappen({ what: "rain" }, null, village(202, JSON.stringify({ what: "rain", told })));
  expect(outcome).toEqual({ kind: "accepted", told });
});

test("a refusal is told in the village's words", async () => {
  const detail = { zh: "太多了。", en: "Too much." };
  const outcome = await letHappen({ what: "fire", place: "moon" }, null, village(422, JSON.stringify({ detail })));
  expect(outcome).toEqual({ kind: "refused", text: detail });
});

test.each([
  [502, "<html>"],
  [429, '{"detail": "slow down"}'],
  [500, "null"],
])("an answer %i that is none is a failure", async (status, body) => {
  expect(await letHappen({ what: "rain" }, null, village(status, body))).toEqual({ kind: "failed" });
});

test("nobody who answers is a failure, too", async () => {
  expect(await letHappen({ what: "rain" }, null, () => Promise.reject(new TypeError("offline")))).toEqual({ kind: "failed" });
});

test("weather is everywhere, all else is somewhere", () => {
  expect(WEATHERS.every(isWeather)).toBe(true);
  expect(OCCASIONS.some(isWeather)).toBe(false);
});

test("a whisper is sent with its visitor's key", async () => {
  const sent: RequestInit[] = [];
  const post: typeof fetch = (_, init) => {
    sent.push(init ?? {});
    return Promise.resolve(new Response('{"agent": "farmer", "told": {"zh": "", "en": ""}}', { status: 202 }));
  };
  const outcome = await letHappen({ what: "whisper", agent: "farmer", words: "歇歇吧" }, "a key", post);
  expect(outcome.kind).toBe("accepted");
  expect(sent[0]?.headers).toMatchObject({ "X-Visitor-Key": "a key" });
});
