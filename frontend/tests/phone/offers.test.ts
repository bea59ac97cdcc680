import { expect, it } from "vitest";
import { countdown, leftByMyDoing, offerToShow, openOffers, type Mine, type Offered } from "@/phone/rules/offers";
import type { LiveCall } from "@/core/words";
import { ago, ahead, aCall, anOffer, NOW } from "../board/building";
import { aDeed, ME } from "./deeds";

const mine: Mine = { me: ME, waiting: [], inHand: null, nowMs: NOW };

/** A call of this name that is offered to me. */
const offeredTo = (id: string, told: Partial<LiveCall> = {}): LiveCall =>
  aCall({ id, offers: [anOffer({ id: `o-${id}`, caregiver: ME, made_at: ago(10), expires_at: ahead(50) })], ...told });
const ids = (open: readonly Offered[]) => open.map((one) => one.call.id);
const first = (open: readonly Offered[]) => open[0] ?? expect.fail("nothing is offered");

it("shows the most urgent offer first, then the one whose call has waited longest", () => {
  const calls = [
    offeredTo("young", { received_at: ago(5) }),
    offeredTo("help", { kind: "assistance", priority: 2, received_at: ago(300) }),
    offeredTo("old", { received_at: ago(40) }),
  ];
  expect(ids(openOffers(calls, mine))).toEqual(["old", "young", "help"]);
});

it("leaves out what is offered to others, what has run out, and what is closed", () => {
  const calls = [
    aCall({ id: "theirs", offers: [anOffer({ caregiver: "C002" })] }),
    aCall({ id: "late", offers: [anOffer({ caregiver: ME, expires_at: ago(1) })] }),
    aCall({ id: "taken", offers: [anOffer({ caregiver: ME, state: "withdrawn" })] }),
    offeredTo("closed", { state: "resolved" }),
  ];
  expect(openOffers(calls, mine)).toEqual([]);
});

it("leaves out what I have answered here, though the service does not know it yet", () => {
  const waiting = [aDeed("decline", { call: "a" }), aDeed("accept", { call: "b" })];
  expect(ids(openOffers([offeredTo("a"), offeredTo("b"), offeredTo("c")], { ...mine, waiting }))).toEqual(["c"]);
});

it("brings only a more urgent offer before the call in hand", () => {
  const inHand = { id: "h", priority: 2 };
  const calls = [offeredTo("same", { kind: "assistance", priority: 2 }), offeredTo("worse")];
  expect(ids(openOffers(calls, { ...mine, inHand }))).toEqual(["worse"]);
});

it("offers a late colleague's call to the second caregiver", () => {
  const call = offeredTo("a", { accepted_by: "C002", state: "accepted", late: true });
  expect(ids(openOffers([call], mine))).toEqual(["a"]);
});

it("keeps the offer that the person chose", () => {
  const open = openOffers([offeredTo("a"), offeredTo("b", { kind: "assistance", priority: 2 })], mine);
  const choice = { offer: "o-b", among: new Set(["o-a", "o-b"]) };
  expect(offerToShow(open, choice)?.call.id).toBe("b");
});

it("lets a more urgent offer that comes later override the choice", () => {
  const choice = { offer: "o-b", among: new Set(["o-b"]) };
  const open = openOffers([offeredTo("a"), offeredTo("b", { kind: "assistance", priority: 2 })], mine);
  expect(offerToShow(open, choice)?.call.id).toBe("a");
});

it("falls back to the most urgent when the chosen offer is gone", () => {
  const open = openOffers([offeredTo("a")], mine);
  expect(offerToShow(open, { offer: "o-gone", among: new Set() })?.call.id).toBe("a");
  expect(offerToShow([], { offer: "o-gone", among: new Set() })).toBeNull();
});

it("counts down by the service's time, to zero and not below", () => {
  const offer = anOffer({ made_at: ago(15), expires_at: ahead(45) });
  expect(countdown(offer, NOW)).toEqual({ seconds: 45, share: 0.75 });
  expect(countdown(offer, NOW + 90_000)).toEqual({ seconds: 0, share: 0 });
  expect(countdown(offer, NOW - 15_400)).toEqual({ seconds: 60, share: 1 });
});

it("says nothing of an offer that left by my own word", () => {
  const offered = first(openOffers([offeredTo("a")], mine));
  const { call } = offered;
  const declined = { ...call, offers: call.offers.map((one) => ({ ...one, state: "declined" as const })) };
  expect(leftByMyDoing(offered, { ...call, accepted_by: ME }, mine)).toBe(true);
  expect(leftByMyDoing(offered, declined, mine)).toBe(true);
  expect(leftByMyDoing(offered, call, { ...mine, waiting: [aDeed("decline", { call: "a" })] })).toBe(true);
  expect(leftByMyDoing(offered, call, { ...mine, inHand: { id: "h", priority: 1 } })).toBe(true);
});

it("speaks of an offer that a colleague took", () => {
  const offered = first(openOffers([offeredTo("a")], mine));
  expect(leftByMyDoing(offered, { ...offered.call, accepted_by: "C002" }, mine)).toBe(false);
  expect(leftByMyDoing(offered, undefined, { ...mine, inHand: { id: "h", priority: 2 } })).toBe(false);
});
