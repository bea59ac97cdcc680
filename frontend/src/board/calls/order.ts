/** In which order the calls stand: alarms, then urgency, then age; tasks last. Pure. */

import { alarmOf, isTask } from "@/board/calls/standing";
import type { Call } from "@/core/words";

type Rank = readonly [number, number, number, number, string];

function rank(call: Call, nowMs: number): Rank {
  const alarm = alarmOf(call, nowMs);
  return [
    isTask(call) ? 1 : 0,
    alarm === "unanswered" ? 0 : alarm === "late" ? 1 : 2,
    call.priority,
    Date.parse(call.received_at),
    call.id,
  ];
}

function compare(a: Rank, b: Rank): number {
  for (let place = 0; place < 4; place++) {
    const difference = Number(a[place]) - Number(b[place]);
    if (difference !== 0) return difference;
  }
  return a[4] < b[4] ? -1 : a[4] > b[4] ? 1 : 0;
}

/** The ids of `calls`, the most pressing first. */
export function inOrder(calls: Iterable<Call>, nowMs: number): string[] {
  return [...calls]
    .map((call) => rank(call, nowMs))
    .sort(compare)
    .map((one) => one[4]);
}

/**
 * The order on the screen while a hand is on it: what is there keeps its order, what is new comes where it belongs.
 *
 * A new call stands behind its forerunner in the wanted order, so that nothing above it moves.
 */
export function steady(shown: readonly string[], wanted: readonly string[]): string[] {
  const here = new Set(wanted);
  const order = shown.filter((id) => here.has(id));
  const known = new Set(order);
  wanted.forEach((id, place) => {
    if (known.has(id)) return;
    const forerunner = wanted[place - 1];
    order.splice(forerunner === undefined ? 0 : order.indexOf(forerunner) + 1, 0, id);
    known.add(id);
  });
  return order;
}
