/** What the reports answer, as the service describes it; the page shows these figures and makes none of its own. */

import type {
  Bin,
  Breach,
  Breaches,
  BreachReason,
  By,
  CallKind,
  Distribution,
  Excluded,
  Figure,
  Group,
  HeatCell,
  HeatMap,
  PolicyTarget,
  ResponseTimes,
  Span,
  TargetResult,
  Verdict,
} from "@/core/wire";

export type { Bin, Breach, Breaches, BreachReason, By, Distribution, Excluded, Figure, Group, HeatCell, HeatMap };
export type { PolicyTarget, ResponseTimes, Span, TargetResult, Verdict };

/** Technical calls count in no report. */
export type CountedKind = Exclude<CallKind, "technical">;
export type TimedSpan = Exclude<Span, "alarm_delay">;

/** Everything one question was answered with, asked together and shown together. */
export interface Answers {
  report: ResponseTimes;
  trend: ResponseTimes;
  heat: HeatMap;
  distribution: Distribution;
  breaches: Breaches;
}
