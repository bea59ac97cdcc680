/** A fact in words: one sentence and what is added to it, as words of the board's `fact` and `more`. Pure. */

import type { Fact } from "@/core/words";

export type FactKind = Fact["kind"];
type Of<Kind extends FactKind> = Extract<Fact, { kind: Kind }>;

/** `values` are plain; `people` are staff ids, `moments` are times, `words` are further keys: the screen says them. */
export interface Saying {
  key: string;
  values?: Record<string, string | number>;
  people?: Record<string, string[]>;
  moments?: Record<string, string>;
  words?: Record<string, { key: string; otherwise: string }>;
}

const NOT_GIVEN = "not_given";
const one = (kind: FactKind, rest: Omit<Saying, "key"> = {}): Saying => ({ key: `fact.${kind}`, ...rest });
const more = (key: string, rest: Omit<Saying, "key"> = {}): Saying => ({ key: `more.${key}`, ...rest });
const because = (reason: string | null | undefined): Saying[] =>
  reason && reason !== NOT_GIVEN
    ? [more("because", { words: { reason: { key: `reason.${reason}`, otherwise: reason } } })]
    : [];
const who = (id: string): Omit<Saying, "key"> => ({ people: { who: [id] } });

/** The parts of what `facts` say: several of one kind that happened together are told as one. */
export function say(facts: readonly [Fact, ...Fact[]]): Saying[] {
  return [...happened(facts), ...claimed(facts[0])];
}

const LATE_MS = 5_000;

/** When the person's own device says that it was done, where that is long before we heard of it. */
function claimed({ kind, at, claimed_at }: Fact): Saying[] {
  if (kind === "offer_withdrawn" || claimed_at === undefined) return [];
  return Date.parse(at) - Date.parse(claimed_at) > LATE_MS ? [more("claimed", { moments: { at: claimed_at } })] : [];
}

function happened(facts: readonly [Fact, ...Fact[]]): Saying[] {
  const [fact] = facts;
  const people = { who: facts.flatMap((each) => ("caregiver" in each && each.caregiver ? [each.caregiver] : [])) };
  switch (fact.kind) {
    case "offer_made":
      return [one(fact.kind, { people, values: { wave: fact.wave, n: facts.length } })];
    case "offer_delivered":
    case "offer_seen":
    case "offer_expired":
      return [one(fact.kind, { people })];
    case "offer_declined":
      return [one(fact.kind, who(fact.caregiver)), ...because(fact.reason)];
    case "offer_withdrawn": {
      const taker = fact.accepted_by ? [more("takenBy", { people: { by: [fact.accepted_by] } })] : [];
      return [one(fact.kind, { people }), ...(taker.length > 0 ? taker : because(fact.reason))];
    }
    case "call_answered":
      return facts.length > 1
        ? [more("renewed", { people: { who: [fact.dispatcher] }, values: { n: facts.length } })]
        : answered(fact);
    default:
      return sayCall(fact);
  }
}

function answered(fact: Of<"call_answered">): Saying[] {
  if (fact.renewed) return [more("renewed", { ...who(fact.dispatcher), values: { n: 1 } })];
  const from = fact.taken_from ? [more("takenFrom", { people: { from: [fact.taken_from] } })] : [];
  return [one(fact.kind, who(fact.dispatcher)), ...from];
}

type Single = Exclude<
  Fact,
  {
    kind:
      | "offer_made"
      | "offer_delivered"
      | "offer_seen"
      | "offer_expired"
      | "offer_declined"
      | "offer_withdrawn"
      | "call_answered";
  }
>;

function sayCall(fact: Single): Saying[] {
  switch (fact.kind) {
    case "call_raised":
      return raised(fact);
    case "call_repeated":
      return [one(fact.kind, { words: { button: button(fact.button) } }), ...deviceClock(fact)];
    case "cancel_requested":
      return [one(fact.kind)];
    case "call_escalated":
      return escalated(fact);
    case "call_unanswered":
      return [one(fact.kind, { values: { wave: fact.wave } })];
    case "call_breached":
      return [one(fact.kind, { values: { s: fact.limit_seconds } })];
    case "call_accepted":
    case "call_assigned":
      return [one(fact.kind, who(fact.caregiver)), ...minutes(fact.arriving_in_minutes), ...replacing(fact.replaces)];
    case "caregiver_departed":
    case "caregiver_arrived":
    case "arrival_proven":
      return [one(fact.kind, who(fact.caregiver))];
    case "call_released":
      return [one(fact.kind, who(fact.caregiver)), ...because(fact.reason)];
    case "call_late":
      return [more(`late_${fact.step}`, { values: { m: Math.round(fact.limit_seconds / 6) / 10 } })];
    case "call_noted":
      return [one(fact.kind, { values: { text: fact.text } })];
    case "call_held":
      return [one(fact.kind, { moments: { at: fact.until } }), ...because(fact.reason)];
    case "call_reopened":
      return [one(fact.kind), ...because(fact.reason)];
    case "call_resolved": {
      const stars = fact.satisfaction ? [more("satisfaction", { values: { n: fact.satisfaction } })] : [];
      const outcome = { key: `outcome.${fact.outcome}`, otherwise: fact.outcome };
      return [one(fact.kind, { words: { outcome } }), ...because(fact.reason), ...stars];
    }
    default:
      return sayOther(fact);
  }
}

const button = (name: string) => ({ key: `button.${name}`, otherwise: name });

function raised(fact: Of<"call_raised">): Saying[] {
  const kind = { key: `kind.${fact.call_kind}`, otherwise: fact.call_kind };
  if (fact.button) return [one(fact.kind, { words: { button: button(fact.button) } }), ...deviceClock(fact)];
  if (fact.actor.role === "system")
    return [
      more("task", { words: { reason: { key: `task.${fact.reason ?? "other"}`, otherwise: fact.reason ?? "" } } }),
    ];
  return [more("byHand", { words: { kind } })];
}

/** The device's own clock, where it tells another second than ours. */
function deviceClock(fact: Of<"call_raised"> | Of<"call_repeated">): Saying[] {
  if (!fact.pressed_at) return [];
  const differs = Math.floor(Date.parse(fact.pressed_at) / 1000) !== Math.floor(Date.parse(fact.received_at) / 1000);
  const isSuspect = "clock_suspect" in fact && fact.clock_suspect;
  if (!differs && !isSuspect) return [];
  return [more(isSuspect ? "suspectClock" : "deviceClock", { moments: { at: fact.pressed_at } })];
}

function escalated(fact: Of<"call_escalated">): Saying[] {
  const reason = { key: `escalation.${fact.reason}`, otherwise: fact.reason };
  const { skipped } = fact;
  return [
    one(fact.kind, { values: { wave: fact.wave }, words: { reason } }),
    ...(skipped.length > 0 ? [more("skipped", { values: { waves: skipped.join("、") } })] : []),
    ...(fact.call_kind ? [more("becomes", { words: { kind: { key: `kind.${fact.call_kind}`, otherwise: "" } } })] : []),
  ];
}

const minutes = (n: number | null | undefined): Saying[] => (n ? [more("minutes", { values: { n } })] : []);
const replacing = (id: string | null | undefined): Saying[] =>
  id ? [more("replaces", { people: { who: [id] } })] : [];

type OfCall =
  | "call_raised"
  | "call_repeated"
  | "cancel_requested"
  | "call_escalated"
  | "call_unanswered"
  | "call_breached"
  | "call_accepted"
  | "call_assigned"
  | "caregiver_departed"
  | "caregiver_arrived"
  | "arrival_proven"
  | "call_released"
  | "call_late"
  | "call_noted"
  | "call_held"
  | "call_reopened"
  | "call_resolved";

/** Facts that are not about a call: they stand in the feed, on no call's timeline. */
function sayOther(fact: Exclude<Single, { kind: OfCall }>): Saying[] {
  switch (fact.kind) {
    case "unit_silent":
      return [one(fact.kind, { values: { unit: fact.unit }, moments: { at: fact.last_heard_at } })];
    case "unit_restored":
      return [one(fact.kind, { values: { unit: fact.unit } })];
    case "unit_fault":
    case "unit_fault_cleared":
      return [
        one(fact.kind, {
          values: { unit: fact.unit },
          words: { fault: { key: `fault.${fact.fault}`, otherwise: fact.fault } },
        }),
      ];
    case "signals_missing":
      return [one(fact.kind, { values: { unit: fact.unit, n: fact.last - fact.first + 1 } })];
    case "shift_started":
    case "shift_changed":
      return [one(fact.kind, who(fact.caregiver)), ...(fact.can_ring ? [] : [more("cannotRing")])];
    case "phone_silent":
      return [one(fact.kind, { ...who(fact.caregiver), moments: { at: fact.last_heard_at } })];
    case "shift_ended":
    case "phone_restored":
      return [one(fact.kind, who(fact.caregiver))];
    case "policy_changed":
      return [one(fact.kind, { values: { version: fact.policy_version } })];
    default:
      return fact satisfies never;
  }
}
