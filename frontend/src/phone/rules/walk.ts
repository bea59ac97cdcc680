/**
 * The walk of a call as its caregiver sees it: what the service has confirmed, what still waits to be sent, what is next.
 *
 * A waiting deed is never counted as done; the next step may be prepared on top of it.
 */

import type { Entry, Verb } from "@/core/outbox";
import type { Call } from "@/core/words";

export const STAGES = ["accepted", "travelling", "on_scene", "resolved"] as const;
export type Stage = (typeof STAGES)[number];
export type NextVerb = "depart" | "arrive" | "resolve";

export interface Step {
  stage: Stage;
  is: "done" | "waiting" | "ahead";
  /** When it was done by the service's time, or by the device's while it waits; null when nobody said. */
  at: string | null;
}

export interface Walk {
  steps: Step[];
  /** The one big button; null when nothing more can be prepared. */
  next: NextVerb | null;
  /** The deed that takes the call out of these hands is on its way. */
  isLeaving: boolean;
}

const LEADS_TO: Partial<Record<Verb, Stage>> = {
  accept: "accepted",
  depart: "travelling",
  arrive: "on_scene",
  resolve: "resolved",
};
const NEXT: Record<Stage, NextVerb | null> = {
  accepted: "depart",
  travelling: "arrive",
  on_scene: "resolve",
  resolved: null,
};

/** How far the call has come for `me`, the deeds of this call that wait included. */
export function walkOf(call: Call, waiting: readonly Entry[], me: string): Walk {
  const reached = call.accepted_by === me && call.state !== "waiting" ? STAGES.indexOf(call.state) : -1;
  const deeds = new Map<Stage, string>();
  let isLeaving = false;
  for (const deed of waiting) {
    if (deed.call !== call.id) continue;
    const stage = LEADS_TO[deed.verb];
    if (stage && STAGES.indexOf(stage) > reached) deeds.set(stage, deed.at);
    isLeaving ||= deed.verb === "release" || deed.verb === "resolve";
  }
  const steps = STAGES.map((stage, place): Step => {
    if (place <= reached) return { stage, is: "done", at: doneAt(call, stage) };
    const at = deeds.get(stage);
    return at === undefined ? { stage, is: "ahead", at: null } : { stage, is: "waiting", at };
  });
  const furthest = steps.findLast((step) => step.is !== "ahead");
  return { steps, next: furthest && !isLeaving ? NEXT[furthest.stage] : null, isLeaving };
}

function doneAt(call: Call, stage: Stage): string | null {
  switch (stage) {
    case "accepted":
      return call.accepted_at;
    case "travelling":
      return call.departed_at;
    case "on_scene":
      return call.arrived_at;
    case "resolved":
      return call.resolved_at;
  }
}
