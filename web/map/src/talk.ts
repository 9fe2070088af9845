// One talk between the visitor and a character: its lines, the reply that is being spoken, and how it stands.
//
// Pure, like the view that holds it: `reduceTalk(talk, message)` gives the talk after a message.
import type { ChatEnd, ChatRefused, ServerMessage, SpeechMessage } from "./protocol";
import type { PastTalks } from "./talk-history";

/** What the page itself adds to the stream: what was asked or said here, and that the line went dead. */
export type LocalMessage =
  | { type: "talk_asked"; agent: string }
  | { type: "words_sent"; agent: string; text: string }
  | { type: "talks_remembered"; talks: PastTalks }
  | { type: "connection_lost" };

export interface TalkLine {
  who: "visitor" | "agent";
  text: string;
  source: SpeechMessage["source"] | null;
  /** Said here, and not yet confirmed by the village. */
  pending: boolean;
  /** The village's name for the talk; null until it has confirmed the line. */
  chat: string | null;
  /** The line's number in the village's log, by which one may ask why it was said. */
  event?: number;
}

export interface Talk {
  status: "none" | "asked" | "open" | "refused" | "ended" | "lost";
  chat: string | null;
  lines: readonly TalkLine[];
  /** The reply so far, while it is being spoken. */
  partial: string;
  /** Someone was spoken to and has not begun to answer. */
  awaiting: boolean;
  /** Words that nobody heard, since there was no talk after all: the visitor may want them again. */
  unsaid: string;
  reason: ChatRefused["reason"] | ChatEnd["reason"] | null;
  /** The answer to the last command: taken up, turned down, or none given yet. */
  command: "accepted" | "declined" | null;
}

type TalkMessage = Extract<ServerMessage, { agent: string }> | LocalMessage;

export const NO_TALK: Talk = {
  status: "none",
  chat: null,
  lines: [],
  partial: "",
  awaiting: false,
  unsaid: "",
  reason: null,
  command: null,
};

/** The most lines that the page keeps of one talk; the village has them all. */
export const MAXIMUM_LINES = 200;

export function reduceTalk(talk: Talk, message: TalkMessage): Talk {
  switch (message.type) {
    case "talk_asked":
      return { ...talk, status: "asked", chat: null, reason: null, command: null };
    case "words_sent":
      return withLine({ ...talk, awaiting: true, unsaid: "" }, lineOf("visitor", message.text, null, null));
    case "chat_opened":
      return { ...talk, status: "open", chat: message.chat, reason: null };
    case "chat_refused":
      // Words sent after a refused request are refused too; why the talk cannot be had is what counts.
      if (talk.status === "refused" && message.reason === "not_talking") return settled(talk);
      return { ...settled(talk), status: "refused", reason: message.reason };
    case "chat_delta":
      return { ...talk, partial: talk.partial + message.text, awaiting: false };
    case "chat_line":
      return message.who === "visitor"
        ? confirmed(talk, message.text, message.chat)
        : withReply(talk, {
            ...lineOf("agent", message.text, message.source ?? null, message.chat),
            ...(message.event ? { event: message.event } : {}),
          });
    case "chat_end":
      return { ...settled(talk), status: "ended", reason: message.reason };
    case "command_result":
      return { ...talk, awaiting: false, command: message.accepted ? "accepted" : "declined" };
    case "connection_lost":
      return isUnderWay(talk) ? { ...settled(talk), status: "lost" } : talk;
    default:
      return talk;
  }
}

/** Whether the visitor and the character are talking, or about to. */
export function isUnderWay(talk: Talk | undefined): boolean {
  return talk?.status === "open" || talk?.status === "asked";
}

function settled(talk: Talk): Talk {
  const lines = talk.lines.filter((line) => !line.pending);
  const unheard = talk.lines.filter((line) => line.pending).map(({ text }) => text);
  const unsaid = unheard.length > 0 ? unheard.join(" ") : talk.unsaid;
  return { ...talk, chat: null, partial: "", awaiting: false, unsaid, lines };
}

/** The village repeats the visitor's line; the pending one becomes it. */
function confirmed(before: Talk, text: string, chat: string): Talk {
  const talk = before.unsaid === text ? { ...before, unsaid: "" } : before;
  const index = talk.lines.findIndex((line) => line.pending);
  if (index < 0) return withLine(talk, lineOf("visitor", text, null, chat));
  return { ...talk, lines: talk.lines.with(index, lineOf("visitor", text, null, chat)) };
}

/** What the village has not confirmed yet comes after what it says: it was heard later. */
function withReply(talk: Talk, line: TalkLine): Talk {
  const isPending = ({ pending }: TalkLine) => pending;
  const heard = talk.lines.filter((other) => !isPending(other));
  const pending = talk.lines.filter(isPending);
  const lines = [...heard, line, ...pending].slice(-MAXIMUM_LINES);
  return { ...talk, partial: "", awaiting: pending.length > 0, lines };
}

function withLine(talk: Talk, line: TalkLine): Talk {
  return { ...talk, lines: [...talk.lines, line].slice(-MAXIMUM_LINES) };
}

/** A line without a talk's name is still on its way. */
function lineOf(who: TalkLine["who"], text: string, source: TalkLine["source"], chat: string | null): TalkLine {
  return { who, text, source, pending: chat === null, chat };
}
