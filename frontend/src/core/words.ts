/** What travels over the live socket, as types; the records come from the service's own description (`wire.ts`). */

import type { Call, CallKind, CallState, Claim, Fact, Me, Offer, OfferState, Role, StepLimits } from "./wire";

export type { Call, CallKind, CallState, Claim, Fact, Me, Offer, OfferState, Role, StepLimits };
export type Fault = "battery_low" | "pager_battery_low" | "mains_lost" | "tamper" | "radio_lost";

export interface Home {
  resident: string;
  birth_date: string | null;
  lives_alone: boolean;
  name?: string;
  sex?: string | null;
  risk_marks?: string[];
  address?: string;
  latitude?: number | null;
  longitude?: number | null;
}

export type LiveCall = Call & { home: Home | null };

export interface Staff {
  id: string;
  name: string;
  role: Role;
  station: string | null;
  on_duty: boolean;
  can_ring: boolean;
  silent_since: string | null;
  call?: string | null;
}

export interface Unit {
  id: string;
  station: string | null;
  resident: string | null;
  silent_since: string | null;
  faults: Fault[];
  home: Home | null;
}

export interface Station {
  id: string;
  name: string;
  latitude: number;
  longitude: number;
}

export interface Promised {
  within_seconds: number;
  share: number;
}

export interface PolicyPart {
  version: number;
  targets: { answer: Promised[]; arrival: Promised[] };
  emergency: StepLimits;
  assistance: StepLimits;
  technical: StepLimits;
  welfare: StepLimits;
  breach_seconds: number;
  claim_seconds: number;
  claim_heartbeat_seconds: number;
  delivery_seconds: number;
  hold_max_seconds: number;
}

export interface State {
  calls: Record<string, LiveCall>;
  staff: Record<string, Staff>;
  units: Record<string, Unit>;
  stations: Record<string, Station>;
  policy: PolicyPart;
  policy_version: number;
}

export interface LiveEvent {
  type: "event";
  n: number;
  seq: number;
  fact: Fact;
  changed?: {
    calls?: Record<string, Partial<LiveCall>>;
    staff?: Record<string, Staff>;
    units?: Record<string, Unit>;
    policy?: PolicyPart;
  };
  gone?: { calls?: string[]; staff?: string[]; units?: string[] };
}

export interface Resume {
  epoch: string;
  seq: number;
}

export type ServerMessage =
  | {
      type: "welcome";
      epoch: string;
      seq: number;
      mode: "resume" | "snapshot";
      now: string;
      ping_seconds: number;
    }
  | { type: "snapshot"; seq: number; state: State }
  | LiveEvent
  | { type: "position"; n: number; seq: number }
  | { type: "pong"; sent: number; now: string }
  | { type: "bye"; reason: string; retry_in: [number, number] };

export type ClientMessage =
  | { type: "hello"; resume?: Resume }
  | { type: "ack"; seq: number }
  | { type: "seen"; offer: string }
  | { type: "ping"; sent: number };
