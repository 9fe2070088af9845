import { describe, expect, test } from "vitest";
import type { TalkLine } from "./talk";
import { MAXIMUM_PAST_LINES, type PastLine, byTalk, fetchTalks, withoutLive, withoutPast } from "./talk-history";

const past = (text: string, time = 0, chat = "c1"): PastLine => ({ who: "agent", text, source: "rule", time, chat, event: null });
const live = (text: string, chat: string | null = "c1"): TalkLine => ({ who: "agent", text, source: "rule", pending: false, chat });
const answering = (status: number, body: unknown): typeof fetch => async () =>
  new Response(JSON.stringify(body), { status });

describe("asking for one's talks", () => {
  test("shows the key in a header and sorts them by character", async () => {
    const asked: unknown[] = [];
    const get: typeof fetch = async (address, options) => {
      asked.push([address, options?.headers]);
      return new Response(JSON.stringify({ visitor: "v-1", talks: [{ agent: "farmer", lines: [past("早")] }] }));
    };
    expect((await fetchTalks("KEY", get)).get("farmer")).toEqual([past("早")]);
    expect(asked).toEqual([["/api/talks", { "X-Visitor-Key": "KEY" }]]);
  });

  test("fails when the village does not know the question", async () => {
    await expect(fetchTalks("KEY", answering(404, {}))).rejects.toThrow("404");
  });

  test("keeps the newest lines only", async () => {
    const lines = Array.from({ length: MAXIMUM_PAST_LINES + 1 }, (_, index) => past(String(index)));
    const talks = await fetchTalks("KEY", answering(200, { talks: [{ agent: "farmer", lines }] }));
    expect(talks.get("farmer")).toHaveLength(MAXIMUM_PAST_LINES);
    expect(talks.get("farmer")?.[0]?.text).toBe("1");
  });
});

describe("what is past", () => {
  test("leaves out what was heard live, in whatever order it was shown", () => {
    expect(withoutLive([past("一"), past("二"), past("三")], [live("三"), live("二"), live("四")])).toEqual([past("一")]);
  });

  test("keeps the same words of another talk, and of earlier in this one", () => {
    expect(withoutLive([past("早", 0, "c0")], [live("早")])).toHaveLength(1);
    expect(withoutLive([past("早"), past("二")], [live("早")])).toHaveLength(2);
  });

  test("is not shortened by words that are still on their way", () => {
    expect(withoutLive([past("早")], [live("早", null)])).toHaveLength(1);
  });

  test("asked for anew, takes in what was live until then, and nothing that came since or is on its way", () => {
    const lines = [live("一"), live("二"), live("三", null)];
    expect(withoutPast(lines, [past("零"), past("一")])).toEqual(lines.slice(1));
  });

  test("is parted by talk, with the time when each began", () => {
    const lines = [past("一", 8 * 3600 + 300), past("二", 9 * 3600), past("三", 33 * 3600, "c2"), past("四", 34 * 3600, "c2")];
    expect(byTalk(lines).map(({ day, time, lines: { length } }) => [day, time, length])).toEqual([
      [1, "08:05", 2],
      [2, "09:00", 2],
    ]);
  });
});
