/** What sounds now, and whether the mute still holds. Pure: the same picture always sounds the same. */

import { alarmOf, freshClaim, hasHuman, isHeld, isTask } from "@/board/calls/standing";
import type { LiveCall } from "@/core/words";

/** Most pressing first; `lost` is the screen itself, which is not live. */
export const TONES = ["unanswered", "emergency", "late", "assistance", "lost"] as const;
export type Tone = (typeof TONES)[number];

export const LONGEST_MUTE_MS = 60_000;

/** A minute of quiet, and the emergencies that sounded when it began. */
export interface Mute {
  untilMs: number;
  known: ReadonlySet<string>;
}

/** How many late steps of a call somebody at this desk has taken note of, by call. */
export type Noticed = ReadonlyMap<string, number>;

/** What this one call sounds like; null when it is quiet. */
export function toneOf(call: LiveCall, noticed: Noticed, nowMs: number): Tone | null {
  if (isTask(call)) return null;
  const alarm = alarmOf(call, nowMs);
  if (alarm === "unanswered") return "unanswered";
  if (alarm === "late") return call.late_steps.length > (noticed.get(call.id) ?? 0) ? "late" : null;
  if (call.state !== "waiting" || hasHuman(call) || freshClaim(call, nowMs) !== null || isHeld(call, nowMs))
    return null;
  return call.kind === "emergency" ? "emergency" : "assistance";
}

/** Every tone that somebody should hear, the most pressing first. */
export function sounding(calls: Iterable<LiveCall>, noticed: Noticed, nowMs: number): Tone[] {
  const heard = new Set<Tone | null>([...calls].map((call) => toneOf(call, noticed, nowMs)));
  return TONES.filter((tone) => heard.has(tone));
}

/** The emergencies nobody has in hand: a new one among them ends every mute. */
export function emergenciesOf(calls: Iterable<LiveCall>, noticed: Noticed, nowMs: number): Set<string> {
  const waiting = [...calls].filter((call) => call.kind === "emergency" && call.state === "waiting");
  return new Set(waiting.filter((call) => toneOf(call, noticed, nowMs) !== null).map((call) => call.id));
}

/** Quiet for a minute at most. */
export const muteFrom = (nowMs: number, emergencies: ReadonlySet<string>): Mute => ({
  untilMs: nowMs + LONGEST_MUTE_MS,
  known: new Set(emergencies),
});

export function isMuted(mute: Mute | null, emergencies: ReadonlySet<string>, nowMs: number): boolean {
  if (mute === null || nowMs >= mute.untilMs) return false;
  return [...emergencies].every((id) => mute.known.has(id));
}
