import { beforeEach, describe, expect, test } from "vitest";
import replay from "../../../tests/golden/replay.json";
import { marksOf } from "./comparison";
import { Duet } from "./duet";
import { partingWords } from "./parting-line";
import { DICTIONARIES } from "./dictionary";
import { Playback } from "./playback";
import type { Snapshot } from "./protocol";
import { Archive, type TimedFrame } from "./recording";
import { EMPTY_VIEW } from "./view";

const { start, end } = replay;
const snapshots = replay.snapshots as unknown as Snapshot[];
const frames = replay.frames as unknown as TimedFrame[];
const MINUTE = 60;
const PARTING = { time: start + MINUTE, a: deed("arrived"), b: deed("spoke") };

function deed(what: string) {
  return { event: 1, time: start + MINUTE, agent: "anna", who: { zh: "安娜", en: "Anna" }, what: { zh: what, en: what } };
}

/** Answers as a village does, from a real run of the small one; while it is slow, with no further frames. */
class SlowVillage {
  private readonly waiting: (() => void)[] = [];
  isSlow = false;

  constructor(readonly end: number) {}

  readonly get = async (address: RequestInfo | URL): Promise<Response> => {
    const url = new URL(String(address), "http://village");
    if (this.isSlow) await new Promise<void>((go) => this.waiting.push(go));
    return Response.json(this.answerTo(url.pathname, (name) => Number(url.searchParams.get(name))));
  };

  answerAll(): void {
    this.isSlow = false;
    for (const go of this.waiting.splice(0)) go();
  }

  private answerTo(path: string, number: (name: string) => number): unknown {
    if (path.endsWith("/timeline")) return { start, end: this.end, marks: replay.marks, after: replay.marks.length, complete: true };
    if (path.endsWith("/snapshot")) return snapshots.find(({ time }) => time === number("at"));
    const [since, until] = [number("from"), number("until")];
    return { since, until, frames: frames.filter(({ time }) => since <= time && time < until) };
  }
}

async function settle(): Promise<void> {
  for (let turn = 0; turn < 6; turn += 1) await new Promise((done) => setTimeout(done, 0));
}

describe("two recordings on one clock", () => {
  let wall = 1_000_000;
  let [one, other] = [new SlowVillage(end), new SlowVillage(end)];
  let [a, b] = [playbackOf(one), playbackOf(other)];
  let duet = new Duet(a, b, 600);

  function playbackOf(village: SlowVillage): Playback {
    const archive = new Archive(village.get, "r1", "/a");
    return new Playback(archive, EMPTY_VIEW, start, village.end, false, 1, () => wall);
  }

  beforeEach(async () => {
    wall = 1_000_000;
    [one, other] = [new SlowVillage(end), new SlowVillage(end - 20 * MINUTE)];
    [a, b] = [playbackOf(one), playbackOf(other)];
    duet = new Duet(a, b, 600, marksOf(PARTING));
    duet.seek(start);
    await settle();
    duet.advance(wall);
    await settle();
  });

  async function pass(milliseconds: number): Promise<void> {
    for (let passed = 0; passed < milliseconds; passed += 200) {
      wall += 200;
      duet.advance(wall);
      await settle();
    }
  }

  test("both are shown the same moment", async () => {
    duet.play();
    await pass(3000);
    expect(duet.time).toBe(start + 30 * MINUTE);
    expect([a.shownTime, b.shownTime]).toEqual([duet.time, duet.time]);
    expect([...a.view.agents.values()]).toEqual([...b.view.agents.values()]);
  });

  test("neither is shown a moment that the other is waiting for", async () => {
    other.isSlow = true;
    duet.seek(end - 90 * MINUTE);
    duet.play();
    await pass(1000);
    expect(duet.status).toBe("loading");
    expect(duet.time).toBe(end - 90 * MINUTE);
    expect(a.shownTime).toBe(duet.time);
    other.answerAll();
    await settle();
    await pass(1000);
    expect(duet.time).toBe(end - 80 * MINUTE);
    expect(b.shownTime).toBe(duet.time);
  });

  test("who came less far stands still until the other has ended, too", async () => {
    duet.seek(end - 25 * MINUTE);
    await settle();
    duet.play();
    await pass(3000);
    expect([a.time, b.time]).toEqual([end, end - 20 * MINUTE]);
    expect([duet.hasEnded, duet.isPlaying]).toEqual([true, false]);
  });

  test("the moments of both can be jumped to, and the one at which they part", () => {
    expect(duet.marks.length).toBe(2 * replay.marks.length + 1);
    expect(duet.moments.filter(({ kind }) => kind === "parting").map(({ agents }) => agents)).toEqual([["anna"]]);
  });
});

describe("the words for a parting", () => {
  const speaker = { dictionary: DICTIONARIES.en, language: "en" } as const;

  test("tell both sides, and that one has nothing further", () => {
    expect(partingWords(PARTING, speaker)).toBe("A Anna arrived · B Anna spoke");
    expect(partingWords({ ...PARTING, b: null }, speaker)).toBe("A Anna arrived · B nothing further");
  });

  test("tell the same deed once", () => {
    expect(partingWords({ ...PARTING, b: PARTING.a }, speaker)).toContain("In both Anna arrived");
  });
});
