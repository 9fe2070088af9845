import { describe, expect, test } from "vitest";
import golden from "../../../tests/golden/messages.json";
import { DICTIONARIES } from "./dictionary";
import type { AgentView, ServerMessage } from "./protocol";
import { NO_TALK } from "./talk";
import { EMPTY_VIEW, reduce } from "./view";
import { doingOf, nameOfDoer, noticeWords, talkStatus, whereaboutsOf } from "./wording";

const view = reduce(EMPTY_VIEW, golden.server.find(({ type }) => type === "snapshot") as ServerMessage, 0);
const farmer = view.agents.get("farmer") as AgentView;
const zh = { dictionary: DICTIONARIES.zh, language: "zh" } as const;
const en = { dictionary: DICTIONARIES.en, language: "en" } as const;

describe("what someone is doing", () => {
  test("is their activity, in the page's language", () => {
    expect([doingOf(farmer, view, zh), doingOf(farmer, view, en)]).toEqual(["在田里浇水", "watering the field"]);
  });

  test("is the talk they are in, with whom", () => {
    expect(doingOf({ ...farmer, talking_to: "teacher" }, view, zh)).toBe("正和苏文静说话");
    expect(doingOf({ ...farmer, talking_to: "visitor" }, view, en)).toBe("talking with a visitor");
  });

  test("is their state when there is nothing to tell", () => {
    expect(doingOf({ ...farmer, activity: null, state: "idle" }, view, zh)).toBe("闲着");
    expect(doingOf({ ...farmer, state: "sleeping" }, view, en)).toBe("asleep");
  });
});

test("a place is where someone is, or where they go", () => {
  expect(whereaboutsOf(farmer, false, view, zh)).toBe("在田地");
  expect(whereaboutsOf(farmer, true, view, en)).toBe("on the way to: the fields");
  expect(whereaboutsOf({ ...farmer, place: null }, false, view, zh)).toBe("");
});

test("a talk that simply goes on needs no word, a refused one does", () => {
  expect(talkStatus({ ...NO_TALK, status: "open" }, "陈大田", DICTIONARIES.zh)).toBe("");
  const refused = { ...NO_TALK, status: "refused", reason: "asleep" } as const;
  expect(talkStatus(refused, "陈大田", DICTIONARIES.zh)).toBe("陈大田睡着了，别吵醒了。");
});

test("who changed the pace is named", () => {
  const notice = { number: 1, code: "pace_changed", text: { zh: "", en: "" }, who: "Ming" };
  expect(noticeWords(notice, { ...view, chosenPace: 120 }, en)).toBe("Ming set the pace to 120 seconds a second");
});

test("a notice that is an error is told by its code, news in the village's words", () => {
  const notice = { number: 1, code: "busy", text: { zh: "忙", en: "busy" }, who: null };
  expect(noticeWords(notice, view, zh)).toBe("村里这会儿忙不过来，再试一次。");
  expect(noticeWords({ ...notice, code: "news" }, view, zh)).toBe("忙");
});

test("a doer is oneself, a visitor here, or the name that the village gives", () => {
  const here = { ...view, you: "v-1" };
  expect(["v-1", "Ming", ""].map((who) => nameOfDoer(who, here, en))).toEqual(["You", "Ming", "Someone"]);
});
