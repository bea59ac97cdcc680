/** Deeds: what a person did to a call, as the outbox keeps them, and what the service's answer to one means for others. */

import type { Call } from "./words";

export type Verb = "accept" | "decline" | "depart" | "arrive" | "resolve" | "release" | "escalate" | "note";

export interface Entry {
  /** The idempotency key, made on the device. */
  key: string;
  /** Its place in the order of doing. */
  place: number;
  /** Who did it: what one person left waiting is never sent in another's name. */
  staff: string;
  call: string;
  verb: Verb;
  body: Record<string, unknown>;
  /** Device time of the deed, ISO; goes along as evidence. */
  at: string;
  tries: number;
  /** Set when the service has refused: shown until the person has read it, with the steps that fell with this one. */
  refusal: Refusal | null;
}

export interface Refusal {
  code: string;
  message: string;
  members: Readonly<Record<string, unknown>>;
  dropped: Verb[];
}

/** Where entries outlive the page; the real one is IndexedDB. */
export interface Shelf {
  all(): Promise<Entry[]>;
  put(entry: Entry): Promise<void>;
  remove(key: string): Promise<void>;
}

export interface Answer {
  call: Call;
  seq: number;
}

/** After these the call is not ours. */
const NOT_OURS = new Set([
  "already_accepted",
  "offer_withdrawn",
  "call_closed",
  "not_holder",
  "not_offered",
  "call_unknown",
  "not_on_duty",
  "has_active_call",
]);
/** Steps that mean nothing once the call is not ours. A note and a cry for help are for the service to judge. */
const STEPS = new Set<Verb>(["depart", "arrive", "resolve", "release"]);

/** The waiting steps that fall with a refused one: those of the same call, up to the next time it is accepted. */
export function falling(refused: Entry, code: string, waiting: readonly Entry[]): Entry[] {
  if (refused.verb !== "accept" && !NOT_OURS.has(code)) return [];
  const later = waiting.filter((one) => one.call === refused.call && one.place > refused.place);
  const again = later.findIndex((one) => one.verb === "accept");
  return later.slice(0, again === -1 ? later.length : again).filter((one) => STEPS.has(one.verb));
}

/** In the order of doing; two pages that took the same place are put in order by the keys, which begin with the time. */
export const inOrder = (entries: Iterable<Entry>): Entry[] =>
  [...entries].sort((a, b) => a.place - b.place || (a.key < b.key ? -1 : 1));
