/** The order of the rows, by what a reader taps; the service's own order until then. */

import type { Figure, Group, TargetResult, TimedSpan } from "@/reports/answers";
import { promises } from "@/reports/charts/trend";

export const COLUMNS = ["calls", "open", "median", "p90", "within", "breaches"] as const;
export type Column = (typeof COLUMNS)[number];

export interface Order {
  column: Column;
  isRising: boolean;
}

export const firstPromise = (row: Group, span: TimedSpan): TargetResult | null => promises(row, span)[0] ?? null;

/** Rows without such a figure come last, whichever way it goes. */
export function ranked(rows: readonly Group[], span: TimedSpan, order: Order | null): Group[] {
  if (order === null) return [...rows];
  const direction = order.isRising ? 1 : -1;
  return rows
    .map((row) => ({ row, amount: amount(row, span, order.column) }))
    .sort((a, b) => {
      if (a.amount === null || b.amount === null) return Number(a.amount === null) - Number(b.amount === null);
      return direction * (a.amount - b.amount);
    })
    .map(({ row }) => row);
}

/** The same column again turns the order round, a third time gives the service's own back. */
export function next(order: Order | null, column: Column): Order | null {
  if (order?.column !== column) return { column, isRising: false };
  return order.isRising ? null : { column, isRising: true };
}

function amount(row: Group, span: TimedSpan, column: Column): number | null {
  switch (column) {
    case "calls":
      return row[span].n;
    case "open":
      return row[span].open;
    case "median":
      return seconds(row[span].p50, row[span].n);
    case "p90":
      return seconds(row[span].p90, row[span].n);
    case "within":
      return firstPromise(row, span)?.share ?? null;
    case "breaches":
      return row.breaches;
  }
}

/** What lies beyond everything seen is the longest of all. */
const seconds = (figure: Figure, n: number): number | null => (n === 0 ? null : (figure.value ?? Infinity));
