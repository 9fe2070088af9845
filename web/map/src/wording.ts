// How the page puts what it sees into words: what someone is doing, where, and how a talk stands.
import { dayAndTime, timeOfDay } from "./clock";
import { type Dictionary, type Language, type Word, fill, inLanguage } from "./dictionary";
import { errorWords } from "./errors";
import type { AgentView, Both, ChatEnd, ChatRefused } from "./protocol";
import type { Talk } from "./talk";
import type { Mark } from "./recording";
import type { Notice, View } from "./view";

export interface Speaker {
  dictionary: Dictionary;
  language: Language;
}

/** "在田里浇水", "asleep", "talking with Chen Datian". */
export function doingOf(agent: AgentView, view: View, speaker: Speaker): string {
  const { dictionary, language } = speaker;
  if (agent.talking_to === "visitor") return dictionary.talkingToVisitor;
  const partner = agent.talking_to ? view.agents.get(agent.talking_to) : undefined;
  if (partner) return fill(dictionary.talkingTo, { who: inLanguage(partner.name, language) });
  if (agent.state === "sleeping") return dictionary.sleeping;
  return agent.activity ? inLanguage(agent.activity, language) : dictionary[agent.state];
}

/** "在广场", "on the way to: Park", or nothing when the place has no name. */
export function whereaboutsOf(agent: AgentView, isWalking: boolean, view: View, speaker: Speaker): string {
  const { dictionary, language } = speaker;
  const place = agent.place ? view.places.get(agent.place) : undefined;
  if (!place) return isWalking ? dictionary.onTheWay : "";
  return fill(isWalking ? dictionary.onTheWayTo : dictionary.at, { place: inLanguage(place.name, language) });
}

const REFUSALS = {
  busy: "refusedBusy",
  asleep: "refusedAsleep",
  unknown: "refusedUnknown",
  too_far: "refusedTooFar",
  withdrawn: "refusedWithdrawn",
  not_talking: "refusedNotTalking",
  limit: "refusedLimit",
} as const satisfies Record<ChatRefused["reason"], Word>;

const ENDS = {
  closed: "endedClosed",
  walked_away: "endedWalkedAway",
  left: "endedLeft",
  called_away: "endedCalledAway",
  time: "endedTime",
  limit: "endedLimit",
} as const satisfies Record<ChatEnd["reason"], Word>;

/** One line on how the talk stands, or nothing while it simply goes on. */
export function talkStatus(talk: Talk, name: string, dictionary: Dictionary): string {
  const word = talkStatusWord(talk);
  return word ? fill(dictionary[word], { name }) : "";
}

function talkStatusWord(talk: Talk): Word | null {
  const { reason } = talk;
  if (talk.status === "refused" && reason && reason in REFUSALS) return REFUSALS[reason as keyof typeof REFUSALS];
  if (talk.status === "ended" && reason && reason in ENDS) return ENDS[reason as keyof typeof ENDS];
  if (talk.status === "lost") return "endedLost";
  if (talk.status === "asked") return "asking";
  if (talk.command) return talk.command === "accepted" ? "commandAccepted" : "commandDeclined";
  return null;
}

/** Who did something, as the village names them: a visitor's id, or a name. */
export function nameOfDoer(who: string, view: View, { dictionary }: Speaker): string {
  if (who === view.you) return dictionary.you;
  // Whoever has just left is named by the next clock; until then an id says nothing to people.
  const isUnknown = who === "" || who.startsWith("v-");
  return view.visitors.get(who)?.name || (isUnknown ? dictionary.someone : who);
}

/** "第 1 天 09:00". */
export function timeWords(time: number, { dictionary }: Speaker): string {
  return `${fill(dictionary.day, { day: dayAndTime(time).day })} ${timeOfDay(time)}`;
}

const MOMENTS = {
  conversation: "momentConversation",
  visit: "momentVisit",
  news: "momentNews",
  command: "momentCommand",
  asleep: "momentAsleep",
  parting: "momentParting",
} as const satisfies Record<Exclude<Mark["kind"], "happening">, Word>;

/** What happens in the village, as a sentence that stands alone. */
export function happeningWords(text: Both | null, language: Language): string {
  const told = text ? inLanguage(text, language) : "";
  return told.charAt(0).toUpperCase() + told.slice(1);
}

/** What happens at a mark of the timeline: who talks with whom, and where; or in the words of what happens. */
export function momentWords({ kind, agents, place, text }: Mark, view: View, { dictionary, language }: Speaker): string {
  if (kind === "happening") return happeningWords(text, language);
  const [who = "", other = ""] = agents.map((id) => {
    const agent = view.agents.get(id);
    return agent ? inLanguage(agent.name, language) : id;
  });
  const what = fill(dictionary[MOMENTS[kind]], { who, other });
  const where = place === null ? undefined : view.places.get(place);
  return where ? fill(dictionary.momentPlace, { what, place: inLanguage(where.name, language) }) : what;
}

/** What a passing notice says. */
export function noticeWords({ code, text, who }: Notice, view: View, speaker: Speaker): string {
  const { dictionary, language } = speaker;
  if (code === "happened" || code === "happening_ended") return happeningWords(text, language);
  if (code !== "pace_changed") return errorWords(code, text, dictionary, language);
  return fill(dictionary.paceChanged, { who: nameOfDoer(who ?? "", view, speaker), factor: view.chosenPace });
}
