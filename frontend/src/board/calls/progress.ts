/** What a row says of a call's progress: who was asked and reached, who goes, what is awaited. Pure. */

import { freshClaim, isHeld, isTask } from "@/board/calls/standing";
import type { Call, Offer } from "@/core/words";

/** One phrase: a word of the board's `progress` and what it is about. */
export interface Phrase {
  key: PhraseKey;
  n?: number;
  who?: string | null;
  at?: string | null;
}
export type PhraseKey =
  | "talking"
  | "held"
  | "unanswered"
  | "asked"
  | "searching"
  | "nobody"
  | "station"
  | "notLeft"
  | "travelling"
  | "onScene"
  | "seenOne"
  | "seen"
  | "reached"
  | "allReached"
  | "unreached"
  | "sending"
  | "declined"
  | "expired"
  | "minutes"
  | "second"
  | "proven"
  | "lateDeparture"
  | "lateArrival"
  | "lateResolution";

export interface Progress {
  headline: Phrase;
  details: Phrase[];
}

/** `sent` → `reached` → `seen` → `accepted`, or how it ended; `unreached` when the screen did not confirm in time. */
export type Mark = "sent" | "unreached" | "reached" | "seen" | "accepted" | "declined" | "expired" | "withdrawn";

export function markOf(offer: Offer, deliverySeconds: number, nowMs: number): Mark {
  switch (offer.state) {
    case "open":
      return nowMs - Date.parse(offer.made_at) > deliverySeconds * 1000 ? "unreached" : "sent";
    case "delivered":
      return offer.seen_at === null ? "reached" : "seen";
    default:
      return offer.state;
  }
}

export const pending = (call: Call): Offer[] =>
  call.offers.filter((offer) => offer.state === "open" || offer.state === "delivered");

export function progressOf(call: Call, deliverySeconds: number, nowMs: number): Progress {
  return call.state === "waiting" ? waiting(call, deliverySeconds, nowMs) : going(call);
}

function waiting(call: Call, deliverySeconds: number, nowMs: number): Progress {
  const asked = pending(call);
  return { headline: waitingFor(call, asked.length, nowMs), details: deliveries(call, asked, deliverySeconds, nowMs) };
}

function waitingFor(call: Call, asked: number, nowMs: number): Phrase {
  const claim = freshClaim(call, nowMs);
  if (claim) return { key: "talking", who: claim.dispatcher };
  if (isTask(call)) return { key: "station" };
  if (isHeld(call, nowMs)) return { key: "held", at: call.held_until };
  if (asked > 0) return { key: "asked", n: asked };
  if (call.unanswered_at !== null) return { key: "unanswered" };
  return call.wave === 0 ? { key: "searching" } : { key: "nobody", n: call.wave };
}

function deliveries(call: Call, asked: Offer[], deliverySeconds: number, nowMs: number): Phrase[] {
  const marks = asked.map((offer) => markOf(offer, deliverySeconds, nowMs));
  const count = (mark: Mark) => marks.filter((one) => one === mark).length;
  const told: Phrase[] = [];
  const seen = asked.filter((_, place) => marks[place] === "seen");
  if (seen[0] && seen.length === 1) told.push({ key: "seenOne", who: seen[0].caregiver });
  else if (seen.length > 1) told.push({ key: "seen", n: seen.length });
  const reached = count("reached");
  if (asked.length > 0 && reached === asked.length) told.push({ key: "allReached" });
  else if (reached > 0) told.push({ key: "reached", n: reached });
  if (count("unreached") > 0) told.push({ key: "unreached", n: count("unreached") });
  if (count("sent") > 0) told.push({ key: "sending", n: count("sent") });
  const ended = (state: Offer["state"]) => call.offers.filter((offer) => offer.state === state).length;
  if (ended("declined") > 0) told.push({ key: "declined", n: ended("declined") });
  if (asked.length === 0 && ended("expired") > 0) told.push({ key: "expired", n: ended("expired") });
  return told;
}

const GOING = { accepted: "notLeft", travelling: "travelling", on_scene: "onScene" } as const;
const LATE = { departure: "lateDeparture", arrival: "lateArrival", resolution: "lateResolution" } as const;

function going(call: Call): Progress {
  const state = call.state === "waiting" || call.state === "resolved" ? "accepted" : call.state;
  const details: Phrase[] = call.late_steps.slice(-1).map((step) => ({ key: LATE[step] }));
  const second = pending(call).length;
  if (second > 0) details.push({ key: "second", n: second });
  if (call.state !== "on_scene" && details.length === 0 && call.arriving_in_minutes !== null)
    details.push({ key: "minutes", n: call.arriving_in_minutes });
  if (call.arrival_proven) details.push({ key: "proven" });
  return { headline: { key: GOING[state], who: call.accepted_by }, details };
}
