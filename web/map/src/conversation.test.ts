import { describe, expect, test } from "vitest";
import { Conversation } from "./conversation";
import type { ClientMessage, ServerMessage } from "./protocol";
import { EMPTY_VIEW, reduce } from "./view";

/** A page without a browser: the real view, and a record of what was sent. */
function page(isConnected = true) {
  const sent: ClientMessage[] = [];
  let view = EMPTY_VIEW;
  const conversation = new Conversation({
    send: (message) => isConnected && sent.push(message) > 0,
    apply: (message) => {
      view = reduce(view, message, 0);
    },
    talkWith: (agent) => view.talks.get(agent),
  });
  const receive = (message: ServerMessage) => {
    view = reduce(view, message, 0);
  };
  return { conversation, sent, receive, types: () => sent.map(({ type }) => type), view: () => view };
}

const opened: ServerMessage = { type: "chat_opened", seq: 1, agent: "farmer", chat: "c1" };

describe("a conversation", () => {
  test("opens the talk before the first words, and only then", () => {
    const { conversation, receive, types } = page();
    conversation.say("farmer", "你好");
    receive(opened);
    conversation.say("farmer", "忙吗");
    expect(types()).toEqual(["chat_open", "chat_say", "chat_say"]);
  });

  test("says nothing when there is nothing to say", () => {
    const { conversation, sent } = page();
    expect(conversation.say("farmer", "   ")).toBe(false);
    expect(sent).toEqual([]);
  });

  test("keeps words that could not be sent out of the talk", () => {
    const { conversation, view } = page(false);
    expect(conversation.say("farmer", "你好")).toBe(false);
    expect(view().talks.size).toBe(0);
  });

  test("gives a command once, opening the talk first where there is none", () => {
    const { conversation, receive, types } = page();
    conversation.command("farmer");
    receive(opened);
    expect(types()).toEqual(["chat_open", "command"]);
    conversation.command("farmer");
    expect(types()).toEqual(["chat_open", "command", "command"]);
  });

  test("takes leave only of somebody it talks with", () => {
    const { conversation, receive, types } = page();
    conversation.leave("farmer");
    conversation.say("farmer", "你好");
    receive(opened);
    conversation.leave("farmer");
    expect(types()).toEqual(["chat_open", "chat_say", "chat_close"]);
  });
});
