// The facts about each character that never change while the village runs, from `GET /api/agents`.
import { answer } from "./answer";
import type { Both } from "./protocol";

export interface Character {
  id: string;
  name: Both;
  role: Both;
  age: number;
  clothing: Both;
  temperament: Both;
  background: Both;
  command: Both;
}

export type Characters = ReadonlyMap<string, Character>;

/** Everyone by id. Throws when the village does not answer; the page then shows what the stream alone says. */
export async function fetchCharacters(): Promise<Characters> {
  const characters = await answer<Character[]>(window.fetch.bind(window), "/api/agents");
  return new Map(characters.map((character) => [character.id, character]));
}
