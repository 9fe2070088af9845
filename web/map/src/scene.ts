// Who stands where in what pose at one instant: the bridge from the view to everything drawn on the map.
import { frameOf, numberFromName, type Frame } from "./pose";
import type { AgentView } from "./protocol";
import { audibleSpeeches } from "./speech";
import type { View } from "./view";
import { agentStance, visitorStance, type Stance } from "./walking";

export interface Figure {
  id: string;
  kind: "agent" | "visitor";
  /** Tiles, fractional while walking: the tile whose bottom middle the feet stand on. */
  x: number;
  y: number;
  frame: Frame;
  walking: boolean;
  state: AgentView["state"];
  place: string | null;
  isThinking: boolean;
  isTalkingToVisitor: boolean;
  isSpeaking: boolean;
}

const RHYTHM_MILLISECONDS = 10_000;

/** Everyone on the map, back to front. `time` is simulated seconds, `wallTime` milliseconds. */
export function sceneOf(view: View, time: number, wallTime: number): Figure[] {
  const speakers = new Set(audibleSpeeches(view.speeches, time, wallTime).map((speech) => speech.agent));
  const agents = [...view.agents.values()].map((agent) => agentFigure(agent, view, speakers, time, wallTime));
  const visitors = [...view.visitors.values()].map((visitor) =>
    figure(visitor.id, "visitor", visitorStance(visitor, wallTime), wallTime),
  );
  return [...agents, ...visitors].sort(backToFront);
}

/** Feet further down the map are nearer to the eye; names settle the rest, so that nobody flickers. */
function backToFront(left: Figure, right: Figure): number {
  return left.y - right.y || left.x - right.x || (left.id < right.id ? -1 : 1);
}

function agentFigure(
  agent: AgentView,
  view: View,
  speakers: ReadonlySet<string>,
  time: number,
  wallTime: number,
): Figure {
  const isSpeaking = speakers.has(agent.id);
  const stance = agentStance(agent, time, view.movements.get(agent.id));
  return {
    ...figure(agent.id, "agent", stance, wallTime, agent.state, isSpeaking),
    place: agent.place ?? null,
    isThinking: view.thinking.has(agent.id),
    isTalkingToVisitor: agent.talking_to === "visitor",
  };
}

function figure(
  id: string,
  kind: Figure["kind"],
  stance: Stance,
  wallTime: number,
  state: AgentView["state"] = "idle",
  isSpeaking = false,
): Figure {
  const bearing = { state, speaking: isSpeaking, offset: numberFromName(id, RHYTHM_MILLISECONDS) };
  return {
    id,
    kind,
    x: stance.x,
    y: stance.y,
    frame: frameOf(stance, bearing, wallTime),
    walking: stance.walking,
    state,
    place: null,
    isThinking: false,
    isTalkingToVisitor: false,
    isSpeaking,
  };
}
