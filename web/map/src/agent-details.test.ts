import { describe, expect, test } from "vitest";
import { type AgentDetails, DetailsKeeper, MAXIMUM_PLAN_ITEMS, concerns, fetchDetails, tenseOf } from "./agent-details";
import type { ServerMessage } from "./protocol";

const words = { zh: "好", en: "good" };
const activity = { id: "water", ...words };
const item = { start: 100, end: 200, activity, place: "field", working: true };
const details: AgentDetails = { id: "farmer", time: 0, mood: { id: "good", ...words }, why: words, plan: [item] };
const stopped: ServerMessage = { type: "stop", seq: 1, time: 0, agent: "farmer", at: [0, 0], facing: "down" };

/** A village that counts what it is asked, and answers each time with the same. */
function village(status = 200, body: AgentDetails = details) {
  const asked: string[] = [];
  const get: typeof fetch = async (address) => {
    asked.push(String(address));
    return new Response(JSON.stringify(body), { status });
  };
  return { asked, get };
}

describe("asking about a character", () => {
  test("cuts an endless plan", async () => {
    const { get } = village(200, { ...details, plan: Array.from({ length: MAXIMUM_PLAN_ITEMS + 9 }, () => item) });
    expect((await fetchDetails("farmer", get)).plan).toHaveLength(MAXIMUM_PLAN_ITEMS);
  });

  test("keeps the answer for whoever is chosen", async () => {
    const { asked, get } = village();
    const keeper = await new Promise<DetailsKeeper>((resolve) => {
      const made: DetailsKeeper = new DetailsKeeper(get, () => resolve(made));
      made.keep("farmer", 0);
    });
    expect(asked).toEqual(["/api/agents/farmer"]);
    expect(keeper.of("farmer")).toEqual(details);
    expect(keeper.of("teacher")).toBeNull();
    keeper.keep(null, 1);
    expect(keeper.of("farmer")).toBeNull();
  });

  test("happens every fifteen seconds while nothing is heard", () => {
    const { asked, get } = village(404);
    const keeper = new DetailsKeeper(get, () => undefined);
    for (const wall of [0, 5000, 14_999, 15_000]) keeper.keep("farmer", wall);
    expect(asked).toHaveLength(2);
  });

  test("happens when something is heard of them, once a second at most", () => {
    const { asked, get } = village(404);
    const keeper = new DetailsKeeper(get, () => undefined);
    keeper.keep("farmer", 0);
    keeper.hear(stopped);
    keeper.keep("farmer", 999);
    expect(asked).toHaveLength(1);
    keeper.keep("farmer", 1000);
    keeper.keep("farmer", 3000);
    expect(asked).toHaveLength(2);
  });

  test("is about the past moment that is shown, and anew when that is another", () => {
    const { asked, get } = village(404);
    const keeper = new DetailsKeeper(get, () => undefined);
    keeper.keep("farmer", 0, 30_000.5);
    keeper.keep("farmer", 2000, 30_100);
    keeper.keep("farmer", 4000, 40_000);
    keeper.keep("farmer", 4001, null);
    const address = "/api/agents/farmer";
    expect(asked).toEqual([`${address}?at=30000`, `${address}?at=40000`, address]);
  });

  test("happens for nobody when nobody is chosen", () => {
    const { asked, get } = village();
    new DetailsKeeper(get, () => undefined).keep(null, 99_000);
    expect(asked).toEqual([]);
  });
});

test("a message concerns whom it names, and pieces of a reply concern nobody", () => {
  expect([concerns(stopped, "farmer"), concerns(stopped, "teacher")]).toEqual([true, false]);
  expect(concerns({ type: "chat_delta", agent: "farmer", chat: "c1", text: "来" }, "farmer")).toBe(false);
  expect(concerns({ type: "thinking", agent: "farmer", on: true }, "farmer")).toBe(false);
});

test("an item of the plan is present from its start until its end", () => {
  expect([99, 100, 199, 200].map((time) => tenseOf(item, time))).toEqual(["future", "present", "present", "past"]);
});
