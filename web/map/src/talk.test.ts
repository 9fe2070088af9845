import { describe, expect, test } from "vitest";
import { MAXIMUM_LINES, NO_TALK, type Talk, isUnderWay, reduceTalk } from "./talk";

const agent = "farmer";
const chat = "c1";
/** Numbers are the feed's business. */
const seq = 1;
type Step = Parameters<typeof reduceTalk>[1];

function after(...steps: readonly Step[]): Talk {
  return steps.reduce(reduceTalk, NO_TALK);
}

const asked: Step = { type: "talk_asked", agent };
const opened: Step = { type: "chat_opened", seq, agent, chat };
const said: Step = { type: "words_sent", agent, text: "你好" };
const echoed: Step = { type: "chat_line", seq, agent, chat, who: "visitor", text: "你好" };
const replied: Step = { type: "chat_line", seq, agent, chat, who: "agent", text: "来啦", source: "model" };

describe("a talk", () => {
  test("is under way from the asking on", () => {
    expect(isUnderWay(after(asked))).toBe(true);
    expect(isUnderWay(after(asked, opened))).toBe(true);
    expect(isUnderWay(NO_TALK)).toBe(false);
  });

  test("shows the visitor's words at once, and once the village has them, as said", () => {
    expect(after(asked, said).lines).toMatchObject([{ text: "你好", pending: true }]);
    expect(after(asked, said, opened, echoed).lines).toMatchObject([{ text: "你好", pending: false }]);
  });

  test("gathers a reply while it is spoken, and replaces it by the whole line", () => {
    const speaking = after(opened, said, echoed, { type: "chat_delta", agent, chat, text: "来" });
    expect(speaking).toMatchObject({ partial: "来", awaiting: false });
    expect(reduceTalk(speaking, replied)).toMatchObject({ partial: "", lines: [{}, { text: "来啦", source: "model" }] });
  });

  test("waits for an answer from the visitor's words to the first word of the reply", () => {
    expect(after(opened, said).awaiting).toBe(true);
    expect(after(opened, said, echoed, replied).awaiting).toBe(false);
  });

  test("has what was said over a reply after what there was of the reply, and waits on", () => {
    const talkedOver = after(opened, { type: "chat_delta", agent, chat, text: "来" }, said, { ...replied, text: "来——" });
    expect(talkedOver).toMatchObject({ lines: [{ text: "来——" }, { text: "你好", pending: true }], awaiting: true });
    expect(reduceTalk(talkedOver, echoed).lines).toMatchObject([{ text: "来——" }, { text: "你好", pending: false }]);
  });

  test("takes back what was said to somebody who would not talk", () => {
    const refused = after(asked, said, { type: "chat_refused", seq, agent, reason: "asleep" });
    expect(refused).toMatchObject({ status: "refused", reason: "asleep", lines: [], awaiting: false, unsaid: "你好" });
    expect(after(asked, opened, said, echoed, { type: "chat_end", seq, agent, chat, reason: "closed" }).unsaid).toBe("");
    expect(reduceTalk(refused, said).unsaid).toBe("");
    const heardAfterAll = after(asked, opened, said, { type: "connection_lost" }, echoed);
    expect(heardAfterAll).toMatchObject({ unsaid: "", lines: [{ text: "你好", pending: false }] });
  });

  test("keeps the reason of a refusal when the words sent after it are refused too", () => {
    const refusals = (["asleep", "not_talking"] as const).map((reason): Step => ({ type: "chat_refused", seq, agent, reason }));
    expect(after(asked, said, ...refusals)).toMatchObject({ status: "refused", reason: "asleep", lines: [] });
    expect(after(...refusals.slice(1))).toMatchObject({ status: "refused", reason: "not_talking" });
  });

  test("keeps its lines when it ends, and when it begins again", () => {
    const ended = after(asked, opened, echoed, { type: "chat_end", seq, agent, chat, reason: "closed" });
    expect(ended).toMatchObject({ status: "ended", lines: [{ text: "你好" }] });
    expect(reduceTalk(ended, asked).lines).toHaveLength(1);
  });

  test("remembers whether the command was taken up", () => {
    const result: Step = { type: "command_result", seq, agent, accepted: false, reason: "tired" };
    expect(after(opened, result).command).toBe("declined");
  });

  test("never grows beyond its maximum", () => {
    const lines = Array.from({ length: MAXIMUM_LINES + 5 }, () => replied);
    expect(after(...lines).lines).toHaveLength(MAXIMUM_LINES);
  });

  test("goes on by itself when the village opens it unasked", () => {
    expect(after(opened)).toMatchObject({ status: "open", chat });
    expect(isUnderWay(after(opened, { type: "connection_lost" }, opened))).toBe(true);
  });

  test("that was called off on the way takes its words back", () => {
    const withdrawn: Step = { type: "chat_refused", seq, agent, reason: "withdrawn" };
    expect(after(asked, said, withdrawn)).toMatchObject({ status: "refused", reason: "withdrawn", lines: [] });
  });
});
