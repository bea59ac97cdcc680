import { expect, it } from "vitest";
import { inHand, mine, type HandCall, type Kept } from "@/phone/rules/in-hand";
import { aCall } from "../board/building";
import { aDeed, ME } from "./deeds";

const aCard = (call: HandCall): [string, Kept] => [
  call.id,
  { call, resident: null, station: "毛胜寺", readFor: call.kind, readAt: call.updated_at },
];
const known = (live: HandCall[], kept: HandCall[] = [], hasPicture = true) => ({
  live: new Map(live.map((one) => [one.id, one])),
  kept: new Map(kept.map(aCard)),
  hasPicture,
});
const held = (id: string, told: Partial<HandCall> = {}): HandCall =>
  aCall({ id, state: "accepted", accepted_by: ME, version: 5, ...told });

it("holds the call that the service says is mine", () => {
  expect(inHand(known([aCall({ id: "a" }), held("b")]), [], ME)?.id).toBe("b");
});

it("believes what the phone kept while the service has told nothing", () => {
  expect(inHand(known([], [held("a")], false), [], ME)?.id).toBe("a");
});

it("keeps no card of a call that the service does not name as mine any more", () => {
  expect(mine(known([], [held("a")]), [], ME)).toEqual([]);
  expect(mine(known([held("a", { accepted_by: "C002", version: 6 })], [held("a")]), [], ME)).toEqual([]);
});

it("lets old news never overwrite new", () => {
  const released = held("a", { accepted_by: null, state: "waiting", version: 7 });
  expect(inHand(known([held("a", { version: 6 })], [released]), [], ME)).toBeNull();
  expect(inHand(known([released], [held("a", { version: 6 })]), [], ME)).toBeNull();
});

it("holds a call I have said yes to while that waits, even when it has left the picture", () => {
  expect(inHand(known([aCall({ id: "a" })]), [aDeed("accept", { call: "a" })], ME)?.id).toBe("a");
  expect(inHand(known([], [aCall({ id: "a" })]), [aDeed("accept", { call: "a" })], ME)?.id).toBe("a");
});

it("does not hold a call because I have declined it or written a note", () => {
  const waiting = [aDeed("decline", { call: "a" }), aDeed("note", { call: "a" })];
  expect(inHand(known([aCall({ id: "a" })]), waiting, ME)).toBeNull();
});

it("shows the call I said yes to last before the one it replaces", () => {
  const waiting = [aDeed("accept", { call: "new" })];
  expect(inHand(known([held("now", { priority: 1 }), aCall({ id: "new" })]), waiting, ME)?.id).toBe("new");
});

it("shows the more urgent of two calls in hand", () => {
  expect(inHand(known([held("b", { kind: "assistance", priority: 2 }), held("c")]), [], ME)?.id).toBe("c");
});

it("lets go of a call that is closed", () => {
  expect(mine(known([held("a", { state: "resolved" })]), [], ME)).toEqual([]);
});
