/** Why an offer left the screen or a call left these hands, so that it can be said plainly. */

import type { Call, Fact, Offer, Role } from "@/core/words";

export type OfferEnding = "taken" | "expired" | "closed" | "withdrawn";

export interface Ending {
  why: OfferEnding;
  /** The colleague who was first, where that is known. */
  by: string | null;
}

/** `fact` is what the feed said of this offer, `call` the call as it is now; either may be unknown. */
export function offerEnding(offer: Offer, fact: Fact | null, call: Call | undefined): Ending {
  const state = call?.offers.find((one) => one.id === offer.id)?.state;
  if (fact?.kind === "offer_withdrawn") {
    if (fact.accepted_by) return { why: "taken", by: fact.accepted_by };
    return { why: fact.reason === "resolved" ? "closed" : "withdrawn", by: null };
  }
  if (fact?.kind === "offer_expired" || state === "expired") return { why: "expired", by: null };
  if (call?.accepted_by) return { why: "taken", by: call.accepted_by };
  if (call && (state === "open" || state === "delivered")) return { why: "expired", by: null };
  return { why: "withdrawn", by: null };
}

/** Whoever it was, as far as that is known. */
export interface Doer {
  id: string;
  role: Role;
}

export interface Leaving {
  why: "resolved" | "given_to" | "taken_back" | "outranked" | "unknown";
  by: Doer | null;
}

/** A call I held went away by somebody else's doing; null when it was my own. `call` is what it is now, if still in sight. */
export function leaving(fact: Fact | null, call: Call | undefined, me: string): Leaving | null {
  if (fact?.actor.id === me) return null;
  switch (fact?.kind) {
    case "call_resolved":
      return { why: "resolved", by: fact.actor };
    case "call_assigned":
    case "call_accepted":
      return { why: "given_to", by: { id: fact.caregiver, role: "caregiver" } };
    case "call_released":
      return fact.reason === "outranked" ? { why: "outranked", by: null } : { why: "taken_back", by: fact.actor };
    default:
      return call?.accepted_by
        ? { why: "given_to", by: { id: call.accepted_by, role: "caregiver" } }
        : { why: "unknown", by: null };
  }
}
