/** Which verbs the desk may use on a call, by the rules of the service; the service has the last word. Pure. */

import { isTask } from "@/board/calls/standing";
import type { Call, CallKind } from "@/core/words";

export const DESK_VERBS = ["answer", "assign", "escalate", "note", "hold", "release", "resolve", "reopen"] as const;
export type DeskVerb = (typeof DESK_VERBS)[number];
/** Why not, as a word of the board's `whyNot`. */
export type WhyNot = "closed" | "open" | "somebodyGoes" | "nobodyGoes" | "isTask";

export function whyNot(verb: DeskVerb, call: Call): WhyNot | null {
  const isOpen = call.state !== "resolved";
  switch (verb) {
    case "note":
      return null;
    case "reopen":
      return isOpen ? "open" : null;
    case "answer":
    case "assign":
    case "resolve":
      return isOpen ? null : "closed";
    case "hold":
      if (!isOpen) return "closed";
      return isTask(call) ? "isTask" : call.state === "waiting" ? null : "somebodyGoes";
    case "escalate":
      if (!isOpen) return "closed";
      return isTask(call) ? "isTask" : call.state === "waiting" ? null : "somebodyGoes";
    case "release":
      if (!isOpen) return "closed";
      return call.accepted_by === null ? "nobodyGoes" : null;
    default:
      return verb satisfies never;
  }
}

/** A call may become more urgent by the desk's word, never less. */
export const canBecome = (call: Call, kind: CallKind): boolean =>
  call.state !== "resolved" && kind === "emergency" && call.kind !== "emergency";

export type Outcome = "helped" | "referred" | "false_alarm" | "no_answer" | "restored" | "test";

/** How a call of this kind may end, the usual ending first. */
export const outcomesOf = (call: Call): readonly Outcome[] =>
  isTask(call)
    ? ["restored", "helped", "referred", "test"]
    : ["helped", "referred", "false_alarm", "no_answer", "test"];

export const needsReason = (outcome: Outcome): boolean => outcome === "false_alarm" || outcome === "no_answer";

/** True when somebody has spoken to the home or been there; without it only a task can be closed. */
export const hadContact = (call: Call): boolean =>
  isTask(call) || call.answered_at !== null || call.first_arrived_at !== null;
