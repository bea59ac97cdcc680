/** Rows in the order a reader asks for. */

import { expect, it } from "vitest";
import type { Figure, Group, SpanFigures } from "@/core/wire";
import { next, ranked } from "@/reports/ranking";

const NOTHING: Figure = { value: null, low: null, high: null };

function span(n: number, p90: number | null): SpanFigures {
  const figure = { value: p90, low: null, high: null };
  return { n, open: 0, p50: figure, p90: figure, p95: NOTHING, p99: NOTHING, excluded: [] };
}

function row(key: string, n: number, p90: number | null): Group {
  const figures = span(n, p90);
  const attainment = { answer: [], arrival: [] };
  return {
    key,
    name: key,
    n,
    open: 0,
    breaches: 0,
    answer: figures,
    travel: figures,
    response: figures,
    resolution: figures,
    alarm_delay: figures,
    attainment,
    excluded: [],
  };
}

const ROWS = [row("quick", 9, 12), row("none", 0, null), row("beyond", 2, null), row("slow", 4, 80)];
const order = (isRising: boolean) => ranked(ROWS, "answer", { column: "p90", isRising }).map(({ key }) => key);

it("leaves the service's order until somebody asks for another", () => {
  expect(ranked(ROWS, "answer", null)).toEqual(ROWS);
});

it("takes a percentile beyond everything seen for the longest", () => {
  expect(order(false)).toEqual(["beyond", "slow", "quick", "none"]);
});

it("puts rows without a figure last whichever way it goes", () => {
  expect(order(true)).toEqual(["quick", "slow", "beyond", "none"]);
});

it("turns round at the second tap and lets go at the third", () => {
  const first = next(null, "p90");
  const second = next(first, "p90");

  expect(first).toEqual({ column: "p90", isRising: false });
  expect(second).toEqual({ column: "p90", isRising: true });
  expect(next(second, "p90")).toBeNull();
  expect(next(second, "calls")).toEqual({ column: "calls", isRising: false });
});
