/** 95 % intervals as upright lines with caps; an end that the calls cannot prove is a short dashed one without. */

import type { CustomSeriesOption } from "echarts";

export interface Whisker {
  at: number;
  value: number;
  low: number | null;
  high: number | null;
}

const CAP = 4;
const STUB = 18;

export function whiskers(
  rows: readonly Whisker[],
  colour: string,
  edge: { bottom: number; top: number },
): CustomSeriesOption {
  return {
    type: "custom",
    silent: true,
    clip: true,
    z: 1,
    data: rows.map((row) => [row.at, row.value]),
    renderItem(params, api) {
      const row = rows[params.dataIndex];
      if (!row) return null;
      const [x, middle] = api.coord([row.at, row.value]) as [number, number];
      const line = (x1: number, y1: number, x2: number, y2: number, lineDash: number[] | null) => ({
        type: "line" as const,
        shape: { x1, y1, x2, y2 },
        style: { stroke: colour, lineWidth: 1.2, opacity: 0.65, ...(lineDash && { lineDash }) },
      });
      const end = (value: number | null, away: 1 | -1) => {
        if (value === null) return [line(x, middle, x, middle + away * STUB, [3, 3])];
        const inside = Math.min(Math.max(value, edge.bottom), edge.top);
        const y = api.coord([row.at, inside])[1] ?? middle;
        const stem = line(x, middle, x, y, null);
        return inside === value ? [stem, line(x - CAP, y, x + CAP, y, null)] : [stem];
      };
      return { type: "group", children: [...end(row.low, 1), ...end(row.high, -1)] };
    },
  };
}
