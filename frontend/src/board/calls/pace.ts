/** How a call stands against its promise: the colour of its timer. Pure; the limits are those of the policy. */

import { isTask } from "@/board/calls/standing";
import type { Call, PolicyPart } from "@/core/words";
import { secondsBetween } from "@/shared/moments";

/** `over` is beyond the first limit, `far` beyond the second. */
export interface Pace {
  tone: "calm" | "over" | "far";
  /** The last limit that has passed, in seconds. */
  passed: number | null;
}

/** The limits that hold for the step which the call waits for, counted from its receipt. */
export function limitsOf(call: Call, policy: PolicyPart): number[] {
  if (isTask(call)) return [];
  if (call.first_human_at === null) return policy.targets.answer.map((target) => target.within_seconds);
  if (call.first_arrived_at !== null) return [];
  if (call.kind === "emergency") return policy.targets.arrival.map((target) => target.within_seconds);
  return [policy[call.kind].arrival_seconds];
}

export function paceOf(call: Call, policy: PolicyPart | null, nowMs: number): Pace {
  if (policy === null) return { tone: "calm", passed: null };
  const age = secondsBetween(call.received_at, nowMs);
  const passed = limitsOf(call, policy).filter((limit) => age > limit);
  const tone = passed.length === 0 ? "calm" : passed.length === 1 ? "over" : "far";
  return { tone, passed: passed.at(-1) ?? null };
}
