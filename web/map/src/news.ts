// The village's news as it tells them over REST: what happened, and how each piece went from mouth to mouth.
import { answer } from "./answer";
import type { Both } from "./protocol";

/** Times are simulated seconds. */
export interface News {
  id: string;
  origin: string;
  time: number;
  place: string;
  text: Both;
  /** How many know it, whoever it happened to included. */
  knowers: number;
}

/** `teller` told it to `listener`, who had not known; on the way there is no place. */
export interface Telling {
  time: number;
  teller: string;
  listener: string;
  place: string | null;
}

export type FollowedNews = News & { tellings: readonly Telling[] };

/** Somebody who knows, since when, and whom they told. */
export interface Knower {
  agent: string;
  time: number;
  place: string | null;
  told: Knower[];
}

const REFRESH_MILLISECONDS = 3000;
const MAXIMUM_ANSWER_MILLISECONDS = 10_000;

/** The way of a piece of news as a tree, from whom it happened to. Who forgot it and was told anew stands in it twice. */
export function treeOf({ origin, time, place, tellings }: FollowedNews): Knower {
  const root: Knower = { agent: origin, time, place, told: [] };
  const latest = new Map([[origin, root]]);
  for (const telling of tellings) {
    const knower: Knower = { agent: telling.listener, time: telling.time, place: telling.place, told: [] };
    (latest.get(telling.teller) ?? root).told.push(knower);
    latest.set(telling.listener, knower);
  }
  return root;
}

/** Asks for the news while somebody looks, and for the way of one, a question at a time. Wall times are milliseconds. */
export class NewsKeeper {
  /** Newest first; null until the first answer. */
  news: readonly News[] | null = null;
  /** Whether there are older ones than those. */
  hasMore = false;
  /** The piece that is followed, and its way once that is known. */
  followed: string | null = null;
  way: Knower | null = null;
  /** Whether the last question had no answer. */
  isUnheard = false;
  private askedAt = Number.NEGATIVE_INFINITY;
  private isAsking = false;
  /** So many of the newest are wanted; there is a page of them at the least. */
  private wanted = 0;
  private until: number | null = null;

  constructor(
    private readonly get: typeof fetch,
    private readonly changed: () => void,
  ) {}

  /** Follows one piece of news from mouth to mouth, or none. */
  follow(id: string | null): void {
    this.followed = id;
    this.way = null;
    this.askSoon();
  }

  /** Shows older ones, too. */
  more(): void {
    this.wanted = (this.news?.length ?? 0) + 1;
    this.askSoon();
  }

  askSoon(): void {
    this.askedAt = Number.NEGATIVE_INFINITY;
  }

  /** Asks if it is time to. Call it often, with whether somebody looks, and the moment of the past that is shown, if any. */
  keep(isLookedAt: boolean, wallTime: number, until: number | null): void {
    if (!isLookedAt || this.isAsking || wallTime - this.askedAt < REFRESH_MILLISECONDS) return;
    this.askedAt = wallTime;
    this.until = until;
    void this.ask();
  }

  private async ask(): Promise<void> {
    this.isAsking = true;
    try {
      await this.askForNews();
      if (this.followed !== null) await this.askForWay(this.followed);
      this.isUnheard = false;
    } catch {
      // What was known stays on show; it is asked again soon.
      this.isUnheard = true;
    } finally {
      this.isAsking = false;
      this.changed();
    }
  }

  /** The newest page, and as many older ones as were wanted. */
  private async askForNews(): Promise<void> {
    const news: News[] = [];
    let before: number | null = null;
    do {
      const page: { news: News[]; before: number | null } = await this.told("/api/gossip", { before });
      news.push(...page.news);
      before = page.before;
    } while (before !== null && news.length < this.wanted);
    this.news = news;
    this.hasMore = before !== null;
  }

  private async askForWay(id: string): Promise<void> {
    const followed: FollowedNews = await this.told(`/api/gossip/${encodeURIComponent(id)}`, {});
    if (this.followed === id) this.way = treeOf(followed);
  }

  private told<Answer>(path: string, query: Readonly<Record<string, number | null>>): Promise<Answer> {
    const asked = Object.entries({ ...query, until: this.until }).filter(([, value]) => value !== null);
    const address = asked.length === 0 ? path : `${path}?${asked.map(([name, value]) => `${name}=${value}`).join("&")}`;
    return answer(this.get, address, { signal: AbortSignal.timeout(MAXIMUM_ANSWER_MILLISECONDS) });
  }
}
