/** Which offers await my answer, and which of them fills the screen. */

import type { Entry } from "@/core/outbox";
import type { LiveCall, Offer } from "@/core/words";

export interface Offered {
  offer: Offer;
  call: LiveCall;
}

/** A choice among the offers that were there; a more urgent one that comes later overrides it. */
export interface Choice {
  offer: string;
  among: ReadonlySet<string>;
}

export const awaitsAnswer = (offer: Offer): boolean => offer.state === "open" || offer.state === "delivered";

/** What bears on my offers beside the calls themselves. */
export interface Mine {
  me: string;
  /** My deeds that wait: an offer that I have answered here already is not open. */
  waiting: readonly Entry[];
  /** The call in my hands: only a more urgent one may come before it, the service withdraws the others. */
  inHand: Pick<LiveCall, "id" | "priority"> | null;
  nowMs: number;
}

/** My open offers, the most urgent first, then the oldest call. */
export function openOffers(calls: Iterable<LiveCall>, { me, waiting, inHand, nowMs }: Mine): Offered[] {
  const answered = new Set(
    waiting.filter((one) => one.verb === "accept" || one.verb === "decline").map((one) => one.call),
  );
  const found: Offered[] = [];
  for (const call of calls) {
    if (call.accepted_by === me || call.state === "resolved" || answered.has(call.id)) continue;
    if (inHand && call.priority >= inHand.priority) continue;
    const offer = call.offers.find((one) => one.caregiver === me && awaitsAnswer(one));
    if (offer && Date.parse(offer.expires_at) > nowMs) found.push({ offer, call });
  }
  return found.sort(byUrgency);
}

function byUrgency(a: Offered, b: Offered): number {
  return (
    a.call.priority - b.call.priority ||
    Date.parse(a.call.received_at) - Date.parse(b.call.received_at) ||
    a.offer.id.localeCompare(b.offer.id)
  );
}

/** True when an offer left the screen by my own doing, so that nothing needs saying; `now` is its call as it is now. */
export function leftByMyDoing({ offer, call }: Offered, now: LiveCall | undefined, mine: Mine): boolean {
  return (
    now?.accepted_by === mine.me ||
    now?.offers.find((one) => one.id === offer.id)?.state === "declined" ||
    mine.waiting.some((one) => one.call === call.id) ||
    (mine.inHand !== null && call.priority >= mine.inHand.priority)
  );
}

/** The one to show: the most urgent, unless the person chose another and nothing more urgent has come since. */
export function offerToShow(open: readonly Offered[], choice: Choice | null): Offered | null {
  const chosen = choice && open.find((one) => one.offer.id === choice.offer);
  if (!chosen) return open[0] ?? null;
  return open.find((one) => one.call.priority < chosen.call.priority && !choice.among.has(one.offer.id)) ?? chosen;
}

/** Seconds left, and how much of the offer's time that is, from 1 down to 0. */
export function countdown(offer: Offer, nowMs: number): { seconds: number; share: number } {
  const [made, ends] = [Date.parse(offer.made_at), Date.parse(offer.expires_at)];
  const left = Math.min(Math.max(0, ends - nowMs), Math.max(0, ends - made));
  return { seconds: Math.ceil(left / 1000), share: ends > made ? left / (ends - made) : 0 };
}
