import { expect, it } from "vitest";
import type { Fact } from "@/core/words";
import { leaving, offerEnding } from "@/phone/rules/endings";
import { aCall, aFact, anOffer } from "../board/building";
import { ME } from "./deeds";

const fact = (told: Parameters<typeof aFact>[0]): Fact => aFact(told);
const offer = anOffer({ id: "o1", caregiver: ME });
const withdrawn = (told: object) => fact({ kind: "offer_withdrawn", offer: "o1", caregiver: ME, ...told });
const DESK = { role: "dispatcher", id: "D001" } as const;

it("names the colleague who was first", () => {
  expect(offerEnding(offer, withdrawn({ reason: "accepted", accepted_by: "C002" }), undefined)).toEqual({
    why: "taken",
    by: "C002",
  });
});

it("tells a closed call and a withdrawn offer from one that was taken", () => {
  expect(offerEnding(offer, withdrawn({ reason: "resolved", accepted_by: null }), undefined).why).toBe("closed");
  expect(offerEnding(offer, withdrawn({ reason: "held", accepted_by: null }), undefined).why).toBe("withdrawn");
});

it("says that the time is over when the service said so, or when the phone's count was quicker", () => {
  const expired = fact({ kind: "offer_expired", offer: "o1", caregiver: ME });
  expect(offerEnding(offer, expired, undefined).why).toBe("expired");
  expect(offerEnding(offer, null, aCall({ offers: [offer] })).why).toBe("expired");
});

it("reads from the call what it did not hear while the network was away", () => {
  const call = aCall({ accepted_by: "C002", state: "accepted", offers: [{ ...offer, state: "withdrawn" }] });
  expect(offerEnding(offer, null, call)).toEqual({ why: "taken", by: "C002" });
});

it("claims nothing when it knows nothing", () => {
  expect(offerEnding(offer, null, undefined)).toEqual({ why: "withdrawn", by: null });
});

it("says who closed my call, who got it, and who took it back", () => {
  const told = (one: Parameters<typeof aFact>[0]) => leaving(fact({ actor: DESK, ...one }), undefined, ME);
  expect(told({ kind: "call_resolved", outcome: "helped" })).toEqual({ why: "resolved", by: DESK });
  expect(told({ kind: "call_released", caregiver: ME, reason: "released" })).toEqual({ why: "taken_back", by: DESK });
  expect(told({ kind: "call_assigned", caregiver: "C002" })).toEqual({
    why: "given_to",
    by: { id: "C002", role: "caregiver" },
  });
});

it("says nothing of what I did myself", () => {
  const mine = fact({ kind: "call_released", caregiver: ME, reason: "unwell", actor: { role: "caregiver", id: ME } });
  expect(leaving(mine, undefined, ME)).toBeNull();
});

it("explains that a more urgent call sent this one back", () => {
  const outranked = fact({ kind: "call_released", caregiver: ME, reason: "outranked" });
  expect(leaving(outranked, undefined, ME)).toEqual({ why: "outranked", by: null });
});

it("looks at the call when the fact was missed, and admits when even that is out of sight", () => {
  const call = aCall({ accepted_by: "C002", state: "accepted" });
  expect(leaving(null, call, ME)).toEqual({ why: "given_to", by: { id: "C002", role: "caregiver" } });
  expect(leaving(null, undefined, ME)).toEqual({ why: "unknown", by: null });
});
