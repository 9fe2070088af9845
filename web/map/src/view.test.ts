import { describe, expect, test } from "vitest";
import golden from "../../../tests/golden/messages.json";
import type { ServerMessage } from "./protocol";
import { MAXIMUM_PARTIAL_CHARACTERS } from "./speech";
import { EMPTY_VIEW, type Message, type View, reduce } from "./view";

const WALL = 1_000_000;
const server = golden.server as ServerMessage[];

function message<Kind extends ServerMessage["type"]>(type: Kind): Extract<ServerMessage, { type: Kind }> {
  return server.find((one) => one.type === type) as Extract<ServerMessage, { type: Kind }>;
}

function after(...messages: readonly Message[]): View {
  return messages.reduce((view, one) => reduce(view, one, WALL), EMPTY_VIEW);
}

const begun = () => after(message("welcome"), message("snapshot"));

describe("the view", () => {
  test.each(server.map((one) => [one.type, one] as const))("takes a golden %s without changing its input", (_, one) => {
    const before = begun();
    const frozen = structuredClone(before);
    reduce(before, one, WALL);
    expect(before).toEqual(frozen);
  });

  test("is filled by a snapshot", () => {
    const view = begun();
    expect([...view.agents.keys()]).toEqual(["farmer", "teacher"]);
    expect(view.places.get("fields")?.name.en).toBe("the fields");
    expect(view.seq).toBe(100);
  });

  test("knows what goes on, from its beginning to its end, and says each once", () => {
    const market = message("world");
    const begun = after(message("snapshot"), { ...market, weather: "fog" });
    expect([...begun.happenings.keys()]).toEqual(["rain-0", "market_day-1"]);
    expect(begun.weather).toBe("fog");
    expect(begun.notice).toMatchObject({ code: "happened", text: market.text });
    const ended = reduce(begun, { ...market, kind: "happening_ended", text: null, weather: "rain" }, WALL);
    expect([...ended.happenings.keys()]).toEqual(["rain-0"]);
    expect(ended.weather).toBe("rain");
    expect(ended.notice).toBe(begun.notice);
  });

  test("forgets whoever a later snapshot does not name", () => {
    const later = { ...message("snapshot"), seq: 200, agents: [], visitors: [] };
    expect(after(message("snapshot"), later).agents.size).toBe(0);
  });

  test("follows the sequence number, and never backwards", () => {
    const view = after(message("snapshot"), message("speech"), message("walk"));
    expect(view.seq).toBe(104);
  });

  test("keeps how somebody moved until they stopped, so that the last steps are seen", () => {
    const view = after(message("snapshot"), message("walk"), message("stop"));
    expect(view.agents.get("teacher")).toMatchObject({ at: [20, 13], facing: "up", walk: null });
    const last = view.movements.get("teacher")?.at(-1);
    expect(last).toMatchObject({ until: message("stop").time, walk: { start: 28830 } });
  });

  test("keeps only the newest of somebody's movements, and none from before a snapshot", () => {
    const stops = Array.from({ length: 30 }, (_, index) => ({ ...message("stop"), time: index }));
    const view = after(message("snapshot"), ...stops);
    expect(view.movements.get("teacher")?.map(({ until }) => until)).toEqual([22, 23, 24, 25, 26, 27, 28, 29]);
    expect(reduce(view, message("snapshot"), WALL).movements.size).toBe(0);
  });

  test("drops a walk that was interrupted elsewhere", () => {
    const view = after(message("snapshot"), { ...message("stop"), agent: "farmer", at: [11, 10] });
    expect(view.agents.get("farmer")).toMatchObject({ at: [11, 10], walk: null });
  });

  test("empties what a state message says is empty", () => {
    const view = after(message("snapshot"), message("state"), {
      ...message("state"),
      activity: null,
      talking_to: null,
    });
    expect(view.agents.get("teacher")).toMatchObject({ activity: null, talking_to: null });
  });

  test("ignores news of somebody it has never seen", () => {
    const view = begun();
    expect(reduce(view, { ...message("walk"), agent: "ghost", seq: 1 }, WALL)).toEqual(view);
  });

  test("puts a character's reply to the visitor into the air as well", () => {
    const view = after(message("snapshot"), message("chat_line"));
    expect(view.speeches.get("farmer")).toMatchObject({ text: { zh: "麦子快黄了。" }, source: "model", saidAt: WALL });
  });

  test("has a visitor as far on the way as the village says, whatever the two clocks say", () => {
    const view = after(message("snapshot"), message("visitor"));
    const walked = message("visitor").walked_milliseconds ?? 0;
    expect(walked).toBeGreaterThan(0);
    expect(view.visitors.get("v-5eed0001")).toMatchObject({ at: [40, 35], startedAt: WALL - walked });
  });

  test("lets a visitor go", () => {
    const view = after(message("snapshot"), { ...message("visitor"), change: "left" });
    expect(view.visitors.size).toBe(0);
  });

  test("shows who thinks, until they no longer do", () => {
    const thinking = after(message("snapshot"), message("thinking"));
    expect(thinking.thinking.has("farmer")).toBe(true);
    expect(reduce(thinking, { ...message("thinking"), on: false }, WALL).thinking.size).toBe(0);
  });

  test("numbers its notices, so that the same words can be said twice", () => {
    const view = after(message("error"), message("error"));
    expect(view.notice).toMatchObject({ number: 2, code: "bad_message" });
  });

  test("leaves a message of an unknown kind alone", () => {
    const view = begun();
    expect(reduce(view, { type: "from_the_future", seq: 999 } as unknown as ServerMessage, WALL)).toBe(view);
  });

  test("ends every talk when the connection is lost", () => {
    const view = after(message("snapshot"), message("chat_opened"), { type: "connection_lost" });
    expect(view.talks.get("farmer")?.status).toBe("lost");
  });

  test("keeps who set the pace, and tells of it when somebody else changed it", () => {
    const begun = { ...after(message("snapshot")), you: "v-1" };
    const clock = { ...message("clock"), pace: 120, chosen_pace: 120 };
    const byAnother = reduce(begun, { ...clock, pace_by: "v-2" }, WALL);
    expect(byAnother).toMatchObject({ paceBy: "v-2", notice: { code: "pace_changed", who: "v-2" } });
    expect(reduce(byAnother, { ...clock, pace_by: "v-2" }, WALL).notice?.number).toBe(byAnother.notice?.number);
    expect(reduce(begun, { ...clock, pace_by: "v-1" }, WALL).notice).toBe(begun.notice);
    const racing = reduce(begun, { ...message("clock"), pace: 900, pace_by: "v-2" }, WALL);
    expect(racing).toMatchObject({ pace: 900, chosenPace: 30, notice: null });
  });

  test("lets a reply be heard in the air as it is spoken, the last of it if it is long", () => {
    const delta = { type: "chat_delta", agent: "farmer", chat: "c1", text: "来" } as const;
    const begun = reduce(after(message("snapshot")), delta, WALL);
    expect(begun.speeches.get("farmer")?.text.zh).toBe("来");
    const long = reduce(begun, { ...delta, text: "啦".repeat(MAXIMUM_PARTIAL_CHARACTERS) }, WALL);
    expect(long.speeches.get("farmer")?.text.zh).toBe(`…${"啦".repeat(MAXIMUM_PARTIAL_CHARACTERS)}`);
  });

  test("knows since when and why the village is lost, until it is welcomed again", () => {
    const closed = after(message("snapshot"), { ...message("world"), kind: "closing" }, { type: "connection_lost" });
    expect(closed).toMatchObject({ lostAt: WALL, lostBy: "closing" });
    expect(reduce(closed, { type: "connection_lost" }, WALL + 5000).lostAt).toBe(WALL);
    expect(reduce(closed, message("welcome"), WALL)).toMatchObject({ lostAt: null, lostBy: null });
  });

  test("takes an error that ends the connection for the reason of being outside, not for a notice", () => {
    const refused = after({ type: "error", code: "unauthorized", message: "this village asks for a token" });
    expect(refused).toMatchObject({ lostBy: "unauthorized", notice: null });
  });

  test("remembers what was said on earlier visits", () => {
    const talks = new Map([["farmer", []]]);
    expect(after({ type: "talks_remembered", talks }).past).toEqual(talks);
  });

  test("knows the numbers of lines, by which one may ask why they were said", () => {
    const view = after(message("snapshot"), message("speech"), message("chat_line"));
    expect(view.speeches.get("teacher")?.event).toBe(2268);
    expect(view.speeches.get("farmer")?.event).toBe(2301);
    expect(view.talks.get("farmer")?.lines.at(-1)?.event).toBe(2301);
  });

  test("has no number for a reply that is still being spoken", () => {
    expect(after(message("snapshot"), message("chat_delta")).speeches.get("farmer")?.event).toBeNull();
  });
});
