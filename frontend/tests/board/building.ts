/** Calls, offers and facts for the tests, with what matters said and the rest quiet. */

import type { Fact, LiveCall, Offer, PolicyPart, StepLimits } from "@/core/words";

export const NOW = Date.parse("2026-11-22T10:20:00Z");
export const ago = (seconds: number): string => new Date(NOW - seconds * 1000).toISOString();
export const ahead = (seconds: number): string => ago(-seconds);

const PRIORITY = { emergency: 1, assistance: 2, technical: 3, welfare: 4 } as const;

/** An emergency that came in ten seconds ago and nobody has in hand, unless told otherwise. */
export function aCall(told: Partial<LiveCall> = {}): LiveCall {
  const kind = told.kind ?? "emergency";
  const received = told.received_at ?? ago(10);
  return {
    id: "c1",
    number: "20261122-0001",
    kind,
    button: null,
    priority: PRIORITY[kind],
    state: "waiting",
    version: 1,
    walk_version: 1,
    resident: "R1",
    station: "S1",
    unit: "U1",
    received_at: received,
    raised_at: received,
    routed_from: received,
    updated_at: received,
    pressed_at: null,
    clock_suspect: false,
    reason: null,
    wave: 1,
    escalated_at: null,
    offers: [],
    refused_by: [],
    repeats: 0,
    cancel_requested_at: null,
    unanswered_at: null,
    answered_at: null,
    claim: null,
    first_human_at: null,
    accepted_at: null,
    accepted_by: null,
    arriving_in_minutes: null,
    departed_at: null,
    arrived_at: null,
    first_arrived_at: null,
    arrived_by: null,
    arrival_proven: false,
    held_until: null,
    late: false,
    late_steps: [],
    breach: false,
    resolved_at: null,
    outcome: null,
    outcome_reason: null,
    satisfaction: null,
    notes: 0,
    due_at: null,
    home: null,
    ...told,
  };
}

export const anOffer = (told: Partial<Offer> = {}): Offer => ({
  id: "o1",
  caregiver: "c001",
  wave: 1,
  state: "open",
  made_at: ago(2),
  expires_at: ahead(58),
  delivered_at: null,
  seen_at: null,
  ended_at: null,
  distance_metres: 600,
  ...told,
});

const limits = (departure: number, arrival: number, resolution: number): StepLimits => ({
  departure_seconds: departure,
  arrival_seconds: arrival,
  resolution_seconds: resolution,
});

export const POLICY: PolicyPart = {
  version: 1,
  targets: {
    answer: [
      { within_seconds: 60, share: 0.975 },
      { within_seconds: 180, share: 0.99 },
    ],
    arrival: [
      { within_seconds: 900, share: 0.9 },
      { within_seconds: 1800, share: 0.9 },
    ],
  },
  emergency: limits(300, 900, 3600),
  assistance: limits(300, 1800, 7200),
  technical: limits(3600, 7200, 14_400),
  welfare: limits(3600, 7200, 14_400),
  breach_seconds: 180,
  claim_seconds: 45,
  claim_heartbeat_seconds: 15,
  delivery_seconds: 5,
  hold_max_seconds: 900,
};

type Told = Pick<Fact, "kind"> & Record<string, unknown>;

/** A fact with its stamp; the fields of its kind are `told`. */
export const aFact = (told: Told): Fact =>
  ({
    at: ago(0),
    call: "c1",
    version: 1,
    station: "S1",
    actor: { role: "system", id: "system" },
    seq: 1,
    ...told,
  }) as Fact;
