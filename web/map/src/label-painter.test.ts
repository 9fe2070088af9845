import { expect, test } from "vitest";
import { roomFor } from "./label-painter";

const figure = { x: 100, y: 100, width: 48, height: 64 };

test("a name stands in the middle under its figure", () => {
  expect(roomFor(60, figure, [])).toMatchObject({ x: 94, y: 164, width: 60 });
});

test("a name moves a line down for another one, and gives way when both lines are taken", () => {
  const first = { x: 90, y: 164, width: 60, height: 14 };
  const second = { ...first, y: 178 };
  expect(roomFor(60, figure, [first])?.y).toBe(178);
  expect(roomFor(60, figure, [first, second])).toBeNull();
});
