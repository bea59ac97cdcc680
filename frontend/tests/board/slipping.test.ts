import { expect, it } from "vitest";
import { isMeantForAnother, movedRows, REACTION_MS, STILL_PIXELS, type Slip } from "@/board/calls/slipping";

const HAND = { x: 100, y: 200 };
const slip = (told: Partial<Slip> = {}): Slip => ({ atMs: 0, hand: HAND, rows: new Set(["new"]), ...told });

it("names the rows that stand elsewhere than before", () => {
  expect(movedRows(["a", "b"], ["a", "new", "b"])).toEqual(new Set(["new", "b"]));
});

it("holds back a press on a row that slid under a resting hand", () => {
  expect(isMeantForAnother(slip(), "new", HAND, 100)).toBe(true);
});

it("lets a press through on a row that stayed, and after there was time to see", () => {
  expect(isMeantForAnother(slip(), "old", HAND, 100)).toBe(false);
  expect(isMeantForAnother(slip(), "new", HAND, REACTION_MS)).toBe(false);
});

it("lets a press through when the hand came from elsewhere", () => {
  expect(isMeantForAnother(slip({ hand: null }), "new", HAND, 100)).toBe(false);
  expect(isMeantForAnother(slip(), "new", { x: 100, y: 201 + STILL_PIXELS }, 100)).toBe(false);
  expect(isMeantForAnother(null, "new", HAND, 100)).toBe(false);
});
