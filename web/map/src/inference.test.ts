import { expect, test, vi } from "vitest";
import { InferenceKeeper } from "./inference";

/** A village that answers when it is told to, and how often it was asked. */
class Village {
  asked = 0;
  private answer: (response: Response) => void = () => {};
  readonly get = (() => {
    this.asked += 1;
    return new Promise<Response>((resolve) => (this.answer = resolve));
  }) as typeof fetch;

  answers(status: number, body: unknown = {}): void {
    this.answer(new Response(JSON.stringify(body), { status }));
  }
}

test("nobody is asked while nobody looks", () => {
  const village = new Village();
  new InferenceKeeper(village.get).keep(false, 5000);
  expect(village.asked).toBe(0);
});

test("one question at a time, about once a second", async () => {
  const village = new Village();
  const keeper = new InferenceKeeper(village.get);
  keeper.keep(true, 1000);
  keeper.keep(true, 9000);
  expect(village.asked).toBe(1);
  village.answers(200, { in_flight: 3 });
  await vi.waitFor(() => expect(keeper.inference?.in_flight).toBe(3));
  keeper.keep(true, 1900);
  expect(village.asked).toBe(1);
  keeper.keep(true, 2000);
  expect(village.asked).toBe(2);
});

test("what was known stays on show when there is no answer", async () => {
  const village = new Village();
  const keeper = new InferenceKeeper(village.get);
  keeper.keep(true, 0);
  village.answers(200, { in_flight: 3 });
  await vi.waitFor(() => expect(keeper.inference).not.toBeNull());
  keeper.keep(true, 1000);
  village.answers(503);
  await vi.waitFor(() => expect(keeper.isUnheard).toBe(true));
  expect(keeper.inference?.in_flight).toBe(3);
});
