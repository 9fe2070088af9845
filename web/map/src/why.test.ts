import { describe, expect, test } from "vitest";
import { fetchWhy } from "./why";

function answering(status: number, body: unknown = {}): { get: typeof fetch; asked: [string, unknown][] } {
  const asked: [string, unknown][] = [];
  const get = ((address: string, options?: { headers?: unknown }) => {
    asked.push([address, options?.headers]);
    return Promise.resolve(new Response(JSON.stringify(body), { status }));
  }) as typeof fetch;
  return { get, asked };
}

describe("fetchWhy", () => {
  test("asks about a line by its number, with the visitor's key in a header", async () => {
    const { get, asked } = answering(200, { event: 7 });
    expect(await fetchWhy({ event: 7 }, "key", get)).toEqual({ kind: "told", why: { event: 7 } });
    expect(asked).toEqual([["/api/events/7/why", { "X-Visitor-Key": "key" }]]);
  });

  test("asks what somebody does now by their id", async () => {
    const { get, asked } = answering(200);
    await fetchWhy({ agent: "far/mer", before: null }, null, get);
    await fetchWhy({ agent: "farmer", before: 12 }, null, get);
    const addresses = ["/api/agents/far%2Fmer/why", "/api/agents/farmer/why?before=12"];
    expect(asked.map(([address]) => address)).toEqual(addresses);
  });

  test("tells what nobody may know from what could not be asked", async () => {
    expect(await fetchWhy({ event: 7 }, null, answering(404).get)).toEqual({ kind: "unknown" });
    expect(await fetchWhy({ event: 7 }, null, answering(503).get)).toEqual({ kind: "failed" });
    const dead = (() => Promise.reject(new TypeError("no network"))) as typeof fetch;
    expect(await fetchWhy({ event: 7 }, null, dead)).toEqual({ kind: "failed" });
  });
});
