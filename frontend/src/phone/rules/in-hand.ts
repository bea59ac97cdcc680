/** Which call is in my hands: by the service's word, by what this phone kept, or by an acceptance that still waits. */

import type { Entry } from "@/core/outbox";
import type { Call, Home } from "@/core/words";
import type { ResidentCard } from "@/core/wire";

export type HandCall = Call & { home?: Home | null };

/** What the phone keeps of a call in hand, so that it is there without a network. */
export interface Kept {
  call: HandCall;
  resident: ResidentCard | null;
  /** The station by name: its list is not there without a network. */
  station: string;
  /** The kind of call the card was read for: the plan follows it. */
  readFor: string | null;
  readAt: string | null;
}

export interface Known {
  live: ReadonlyMap<string, HandCall>;
  kept: ReadonlyMap<string, Kept>;
  /** False until the service has told the picture: then what was kept is believed. */
  hasPicture: boolean;
}

export const newest = (one: HandCall | undefined, other: HandCall | undefined): HandCall | undefined =>
  (one?.version ?? 0) >= (other?.version ?? 0) ? (one ?? other) : other;

/** The calls that are mine, or that I have said yes to; all other cards are wiped. */
export function mine(known: Known, waiting: readonly Entry[], me: string): HandCall[] {
  const promised = new Set(
    waiting.filter((one) => one.verb !== "decline" && one.verb !== "note").map((one) => one.call),
  );
  const ids = new Set([...known.live.keys(), ...known.kept.keys()]);
  return [...ids].flatMap((id) => {
    const live = known.live.get(id);
    const call =
      known.hasPicture && live === undefined && !promised.has(id) ? undefined : newest(live, known.kept.get(id)?.call);
    if (call === undefined || call.state === "resolved") return [];
    return call.accepted_by === me || promised.has(id) ? [call] : [];
  });
}

/** The one the screen shows: what I said yes to last, then the most urgent. */
export function inHand(known: Known, waiting: readonly Entry[], me: string): HandCall | null {
  const said = waiting.findLast((one) => one.verb === "accept")?.call;
  const calls = mine(known, waiting, me).sort((a, b) => a.priority - b.priority || a.id.localeCompare(b.id));
  return calls.find((one) => one.id === said) ?? calls[0] ?? null;
}
