/** Calls, facts and states as the service writes them, with only what a test cares about spelled out. */

import type { Call, Fact, LiveCall, LiveEvent, ServerMessage, State } from "@/core/words";

const NOON = "2026-11-22T04:00:00Z";

export function aCall(changes: Partial<LiveCall> = {}): LiveCall {
  return {
    id: "call-1",
    number: "20261122-0001",
    kind: "emergency",
    button: "emergency",
    priority: 1,
    state: "waiting",
    version: 1,
    walk_version: 1,
    resident: "R1",
    station: "S1",
    unit: "U1",
    received_at: NOON,
    raised_at: NOON,
    routed_from: NOON,
    updated_at: NOON,
    pressed_at: null,
    clock_suspect: false,
    reason: null,
    wave: 0,
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
    ...changes,
  };
}

/** A call as a command's answer tells it: without the home. */
export function anAnswer(changes: Partial<Call> = {}): Call {
  const call: Call & { home?: unknown } = aCall(changes);
  delete call.home;
  return call;
}

const LIMITS = { departure_seconds: 300, arrival_seconds: 900, resolution_seconds: 3600 };

export function aState(...calls: LiveCall[]): State {
  return {
    calls: Object.fromEntries(calls.map((call) => [call.id, call])),
    staff: {},
    units: {},
    stations: {},
    policy_version: 0,
    policy: {
      version: 0,
      targets: { answer: [], arrival: [] },
      emergency: LIMITS,
      assistance: LIMITS,
      technical: LIMITS,
      welfare: LIMITS,
      breach_seconds: 180,
      claim_seconds: 45,
      claim_heartbeat_seconds: 15,
      delivery_seconds: 5,
      hold_max_seconds: 900,
    },
  };
}

export function aFact(seq: number, changes: Partial<Fact> = {}): Fact {
  const stamp = { seq, at: NOON, call: "call-1", version: seq, station: "S1", actor: { role: "system", id: "system" } };
  return { kind: "call_noted", text: "…", ...stamp, ...changes } as Fact;
}

/** A note on call-1: its version is the feed number, unless another is named. */
export function anEvent(seq: number, version: number = seq, changes: Partial<LiveEvent> = {}): LiveEvent {
  const fact = aFact(seq, { version });
  return {
    type: "event",
    n: seq,
    seq,
    fact,
    changed: { calls: { "call-1": { version, notes: version } } },
    ...changes,
  };
}

export const welcome = (seq: number, mode: "snapshot" | "resume" = "snapshot", epoch = "e1"): ServerMessage => ({
  type: "welcome",
  epoch,
  seq,
  mode,
  now: NOON,
  ping_seconds: 10,
});

export const snapshot = (seq: number, ...calls: LiveCall[]): ServerMessage => ({
  type: "snapshot",
  seq,
  state: aState(...calls),
});
