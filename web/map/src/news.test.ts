import { describe, expect, test, vi } from "vitest";
import { type FollowedNews, NewsKeeper, treeOf } from "./news";

const FISH = { id: "cara-1", origin: "cara", time: 60, place: "shop", text: { zh: "大鱼", en: "a big fish" }, knowers: 1 };

function told(...tellings: [string, string][]): FollowedNews {
  const times = tellings.map(([teller, listener], index) => ({ time: 100 + index, teller, listener, place: "square" }));
  return { ...FISH, tellings: times };
}

/** Who told whom, as nested lists of names. */
type Names = [string, ...Names[]];
function names({ agent, told }: ReturnType<typeof treeOf>): Names {
  return [agent, ...told.map(names)];
}

describe("the way of a piece of news", () => {
  test("begins with whom it happened to, when and where", () => {
    expect(treeOf(told())).toEqual({ agent: "cara", time: 60, place: "shop", told: [] });
  });

  test("branches where somebody tells several", () => {
    const way = treeOf(told(["cara", "anna"], ["anna", "bert"], ["cara", "dora"], ["anna", "emil"]));
    expect(names(way)).toEqual(["cara", ["anna", ["bert"], ["emil"]], ["dora"]]);
    expect(way.told[0]?.told[0]).toMatchObject({ agent: "bert", time: 101, place: "square" });
  });

  test("has somebody twice who forgot it and was told anew, and goes on from there", () => {
    const way = treeOf(told(["cara", "anna"], ["cara", "bert"], ["bert", "anna"], ["anna", "dora"]));
    expect(names(way)).toEqual(["cara", ["anna"], ["bert", ["anna", ["dora"]]]]);
  });

  test("keeps whoever has it from somebody unknown", () => {
    expect(names(treeOf(told(["nobody", "anna"])))).toEqual(["cara", ["anna"]]);
  });
});

/** A village that answers at once, and what it was asked. */
function village(answers: (address: string) => unknown): { asked: string[]; get: typeof fetch } {
  const asked: string[] = [];
  const get = ((address: string) => {
    asked.push(address);
    const body = answers(address);
    return Promise.resolve(new Response(JSON.stringify(body), { status: body === undefined ? 503 : 200 }));
  }) as typeof fetch;
  return { asked, get };
}

async function kept(keeper: NewsKeeper, changed: ReturnType<typeof vi.fn>, wallTime: number, until: number | null = null): Promise<void> {
  const before = changed.mock.calls.length;
  keeper.keep(true, wallTime, until);
  await vi.waitFor(() => expect(changed.mock.calls.length).toBeGreaterThan(before));
}

describe("the keeper of the news", () => {
  test("asks while somebody looks, every few seconds", async () => {
    const { asked, get } = village(() => ({ news: [FISH], before: null }));
    const changed = vi.fn();
    const keeper = new NewsKeeper(get, changed);
    keeper.keep(false, 0, null);
    expect(asked).toEqual([]);
    await kept(keeper, changed, 0);
    keeper.keep(true, 2999, null);
    expect(asked).toEqual(["/api/gossip"]);
    expect([keeper.news, keeper.hasMore]).toEqual([[FISH], false]);
  });

  test("asks for the way of the one that is followed, as of the moment that is shown", async () => {
    const { asked, get } = village((address) => (address.startsWith("/api/gossip/") ? told(["cara", "anna"]) : { news: [FISH], before: null }));
    const changed = vi.fn();
    const keeper = new NewsKeeper(get, changed);
    keeper.follow("cara-1");
    await kept(keeper, changed, 0, 120);
    expect(asked).toEqual(["/api/gossip?until=120", "/api/gossip/cara-1?until=120"]);
    expect(keeper.way && names(keeper.way)).toEqual(["cara", ["anna"]]);
    keeper.follow(null);
    expect(keeper.way).toBeNull();
  });

  test("asks for older pages, and keeps asking for as many", async () => {
    const { asked, get } = village((address) => ({ news: [FISH], before: address.includes("before=7") ? 3 : 7 }));
    const changed = vi.fn();
    const keeper = new NewsKeeper(get, changed);
    await kept(keeper, changed, 0);
    keeper.more();
    await kept(keeper, changed, 1);
    expect(asked).toEqual(["/api/gossip", "/api/gossip", "/api/gossip?before=7"]);
    expect([keeper.news?.length, keeper.hasMore]).toEqual([2, true]);
  });

  test("keeps what it knows when there is no answer", async () => {
    let isDead = false;
    const { get } = village(() => (isDead ? undefined : { news: [FISH], before: null }));
    const changed = vi.fn();
    const keeper = new NewsKeeper(get, changed);
    await kept(keeper, changed, 0);
    isDead = true;
    await kept(keeper, changed, 5000);
    expect([keeper.isUnheard, keeper.news]).toEqual([true, [FISH]]);
  });
});
