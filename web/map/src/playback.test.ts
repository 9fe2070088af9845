import { beforeEach, describe, expect, test } from "vitest";
import replay from "../../../tests/golden/replay.json";
import { Playback } from "./playback";
import type { Snapshot } from "./protocol";
import { Archive, type TimedFrame, type TimelinePage } from "./recording";
import { EMPTY_VIEW, type View } from "./view";

const { start, end } = replay;
const snapshots = replay.snapshots as unknown as Snapshot[];
const frames = replay.frames as unknown as TimedFrame[];
const timeline = { start, end, marks: replay.marks, after: replay.marks.length, complete: true } as TimelinePage;

let asked: string[] = [];
let isDown = false;

/** Answers as the village does: from a real run of the small one. */
async function village(address: RequestInfo | URL): Promise<Response> {
  asked.push(String(address));
  if (isDown) return new Response("", { status: 503 });
  const url = new URL(String(address), "http://village");
  return Response.json(answerTo(url.pathname, (name) => Number(url.searchParams.get(name))));
}

function answerTo(path: string, number: (name: string) => number): unknown {
  if (path === "/api/timeline") return timeline;
  if (path === "/api/snapshot") return snapshots.find(({ time }) => time === number("at"));
  const [since, until] = [number("from"), number("until")];
  return { since, until, frames: frames.filter(({ time }) => since <= time && time < until) };
}

/** What a view tells of everybody, as a snapshot has it. */
function seen(view: View): unknown {
  return [...view.agents.values()];
}

/** Lets everything that was asked for be answered. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 6; turn += 1) await new Promise((done) => setTimeout(done, 0));
}

describe("playback", () => {
  let wall = 1_000_000;
  let playback: Playback;

  beforeEach(async () => {
    [asked, isDown, wall] = [[], false, 1_000_000];
    playback = new Playback(new Archive(village, "r1"), EMPTY_VIEW, start, end, false, 600, () => wall);
    playback.seek(start);
    await settle();
  });

  async function pass(milliseconds: number): Promise<void> {
    for (let passed = 0; passed < milliseconds; passed += 200) {
      wall += 200;
      playback.advance(wall);
      await settle();
    }
  }

  test("shows every moment of a real run as the village saw it then", async () => {
    for (const snapshot of snapshots.slice(1)) {
      playback.seek(snapshot.time - 1);
      await settle();
      const before = frames.filter(({ time }) => time >= snapshot.time - 1 && time < snapshot.time);
      expect(before, "a frame of the last second would not be in the view yet").toEqual([]);
      expect(seen(playback.view)).toEqual(snapshot.agents);
    }
  });

  test("played from beginning to end comes to what the end was", async () => {
    playback.play();
    await pass(((end - start) / 600) * 1000 + 2000);
    expect([playback.hasEnded, playback.isPlaying]).toEqual([true, false]);
    playback.seek(end);
    const played = seen(playback.view);
    const fresh = new Playback(new Archive(village, "r1"), EMPTY_VIEW, start, end, false, 600, () => wall);
    fresh.seek(end);
    await settle();
    expect(played).toEqual(seen(fresh.view));
  });

  test("asks for nothing when seeking within the page that is shown", async () => {
    asked = [];
    playback.seek(start + 600);
    playback.seek(start + 60);
    await settle();
    expect([playback.time, playback.status]).toEqual([start + 60, "ready"]);
    expect(asked.filter((address) => address.startsWith("/api/snapshot"))).toEqual([]);
  });

  test("keeps only the last of the moments that were asked for while one is loading", async () => {
    asked = [];
    for (let hour = 1; hour <= 3; hour += 1) playback.seek(start + hour * 3600);
    expect(playback.status).toBe("loading");
    await settle();
    expect([playback.time, playback.status]).toEqual([start + 3 * 3600, "ready"]);
    expect(asked.filter((address) => address.startsWith("/api/snapshot")).length).toBe(2);
  });

  test("stays within the recording", async () => {
    playback.seek(0);
    expect(playback.time).toBe(start);
    playback.seek(end + 1000);
    await settle();
    expect([playback.time, playback.hasEnded]).toEqual([end, true]);
  });

  test("says that it failed, and comes back when it can", async () => {
    isDown = true;
    playback.seek(end);
    await settle();
    expect([playback.status, playback.failedAt]).toEqual(["failed", wall]);
    isDown = false;
    await pass(3000);
    expect([playback.status, playback.failedAt, playback.time]).toEqual(["ready", null, end]);
  });

  test("does not storm a village that can't answer", async () => {
    playback.play();
    await pass(1000);
    isDown = true;
    asked = [];
    await pass(6000);
    expect(asked.length).toBeGreaterThan(0);
    expect(asked.length).toBeLessThan(10);
  });

  test("lists the moments of the run", async () => {
    await pass(400);
    expect(playback.marks).toEqual(replay.marks);
    expect(playback.moments.length).toBeGreaterThan(0);
  });

  test("lets the last words before a moment be heard, and none from long before it", async () => {
    const spoken = frames.filter((frame) => frame.type === "speech");
    const [first, later] = [spoken[0], spoken.at(-1)] as (typeof spoken)[number][];
    playback.seek((first as TimedFrame).time);
    await settle();
    expect([...playback.view.speeches.values()].map(({ saidAt }) => saidAt)).toEqual([0]);
    expect(later?.time).toBeGreaterThan(first?.time ?? 0);
  });
});
