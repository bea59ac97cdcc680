/** The question a supervisor asks, and its two written forms: the page's address and the service's. */

import type { By, CountedKind, TimedSpan } from "@/reports/answers";
import { addMonths, isDate, named, trendBy, type Period } from "@/reports/calendar";

export const KINDS: readonly CountedKind[] = ["emergency", "assistance", "welfare"];
export const GROUPINGS: readonly By[] = ["station", "caregiver", "kind", "hour", "weekday", "month"];
export const SPANS: readonly TimedSpan[] = ["answer", "travel", "response", "resolution"];

export interface Question extends Period {
  station: string | null;
  caregiver: string | null;
  kind: CountedKind | null;
  by: By;
  span: TimedSpan;
}

type Query = Readonly<Record<string, unknown>>;

/** The question in an address; what is missing or makes no sense is the usual: the last seven days, by station. */
export function read(query: Query, today: string): Question {
  const { from, to } = query;
  const period = isDate(from) && isDate(to) && from < to ? { from, to } : named("last7", today);
  return {
    ...period,
    station: id(query.station),
    caregiver: id(query.caregiver),
    kind: oneOf(KINDS, query.kind) ?? null,
    by: oneOf(GROUPINGS, query.by) ?? "station",
    span: oneOf(SPANS, query.span) ?? "answer",
  };
}

/** The question as an address: the dates always, so that a link shows the same calls tomorrow. */
export function written(question: Question): Record<string, string> {
  const query: Record<string, string> = { ...asked(question) };
  if (question.by !== "station") query.by = question.by;
  if (question.span !== "answer") query.span = question.span;
  return query;
}

export const isSameQuestion = (a: Question, b: Question): boolean =>
  new URLSearchParams(written(a)).toString() === new URLSearchParams(written(b)).toString();

/** The doors that a question is put to, all at once. */
export function addresses(question: Question) {
  return {
    report: address("response-times", question, { by: question.by }),
    trend: address("response-times", question, { by: trendBy(question) }),
    heat: address("heat-map", question),
    distribution: address("distribution", question, { span: question.span }),
    breaches: breachPage(question, null),
    csv: address("response-times", question, { by: question.by, format: "csv" }),
  };
}

export function breachPage(question: Question, cursor: string | null): string {
  return address("breaches", question, { limit: "20", ...(cursor === null ? {} : { cursor }) });
}

function address(report: string, question: Question, more: Readonly<Record<string, string>> = {}): string {
  return `/api/v1/reports/${report}?${new URLSearchParams({ ...asked(question), ...more })}`;
}

function asked({ from, to, station, caregiver, kind }: Question): Record<string, string> {
  return { from, to, ...(station && { station }), ...(caregiver && { caregiver }), ...(kind && { kind }) };
}

const id = (text: unknown): string | null => (typeof text === "string" && /^[\w-]{1,64}$/.test(text) ? text : null);

function oneOf<T extends string>(known: readonly T[], text: unknown): T | undefined {
  return known.find((one) => one === text);
}

/** What a tap on a row asks next; null for rows that nothing can be narrowed to. */
export function narrowedTo(by: By, key: string | null): Partial<Question> | null {
  if (key === null) return null;
  switch (by) {
    case "station":
      return { station: key, by: "caregiver" };
    case "caregiver":
      return { caregiver: key, by: "kind" };
    case "kind": {
      const kind = oneOf(KINDS, key);
      return kind ? { kind, by: "station" } : null;
    }
    case "month":
      return { from: `${key}-01`, to: addMonths(`${key}-01`, 1), by: "station" };
    case "day":
    case "hour":
    case "weekday":
      return null;
  }
}
