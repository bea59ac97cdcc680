/** How a visit can end, and why one may say no: the words the service knows, in the order they are most needed. */

import type { CallKind } from "@/core/words";

export type Outcome = "helped" | "referred" | "false_alarm" | "no_answer" | "restored" | "test";

const OF_PEOPLE: readonly Outcome[] = ["helped", "referred", "false_alarm", "no_answer", "test"];
const OF_EQUIPMENT: readonly Outcome[] = ["restored", "helped", "no_answer", "test"];

export const outcomesOf = (kind: CallKind): readonly Outcome[] => (kind === "technical" ? OF_EQUIPMENT : OF_PEOPLE);

/** The service refuses these without a reason. */
export const needsReason = (outcome: Outcome | null): boolean => outcome === "false_alarm" || outcome === "no_answer";

export const DECLINE_REASONS = ["too_far", "on_a_task", "unwell"] as const;
export const RELEASE_REASONS = ["cannot_get_in", "too_far", "on_a_task", "unwell"] as const;
