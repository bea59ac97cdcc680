/** What can be said of an open call at a moment: who has it in hand, and whether it alarms. Pure. */

import type { Call, Claim } from "@/core/words";

export type Alarm = "unanswered" | "late";

/** Work for a station: nobody is paged and nothing sounds. */
export const isTask = (call: Call): boolean => call.kind === "technical";

/** The claim of whoever talks to the home now; null when there is none or it has gone stale. */
export const freshClaim = (call: Call, nowMs: number): Claim | null =>
  call.claim !== null && Date.parse(call.claim.until) > nowMs ? call.claim : null;

/** A claim that nobody renewed: one click takes it. */
export const staleClaim = (call: Call, nowMs: number): Claim | null =>
  call.claim !== null && Date.parse(call.claim.until) <= nowMs ? call.claim : null;

export const isHeld = (call: Call, nowMs: number): boolean =>
  call.held_until !== null && Date.parse(call.held_until) > nowMs;

/** True when a person has taken the call in hand since the present search began; a call given back has nobody again. */
export const hasHuman = (call: Call): boolean =>
  call.state !== "waiting" || (call.claim !== null && Date.parse(call.claim.since) >= Date.parse(call.routed_from));

/** What makes this call stand above the others; a task never does. */
export function alarmOf(call: Call, nowMs: number): Alarm | null {
  if (isTask(call)) return null;
  if (call.state !== "waiting") return call.late ? "late" : null;
  if (freshClaim(call, nowMs) !== null || isHeld(call, nowMs)) return null;
  return call.unanswered_at !== null || (call.breach && !hasHuman(call)) ? "unanswered" : null;
}
