/** 95 % intervals as upright lines; an end that the calls cannot prove has no cap and runs dashed to the edge. */

import type { CustomSeriesOption } from "echarts";

export interface Whisker {
  at: number;
  low: number | null;
  high: number | null;
}

const CAP = 4;

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
    data: rows.map((row) => [row.at, edge.bottom]),
    renderItem(params, api) {
      const row = rows[params.dataIndex];
      if (!row) return null;
      const point = (value: number) =>
        api.coord([row.at, Math.min(Math.max(value, edge.bottom), edge.top)]) as [number, number];
      const [x, low] = point(row.low ?? edge.bottom);
      const [, high] = point(row.high ?? edge.top);
      const dash = row.low === null || row.high === null ? [3, 3] : null;
      const line = (x1: number, y1: number, x2: number, y2: number, lineDash: number[] | null) => ({
        type: "line" as const,
        shape: { x1, y1, x2, y2 },
        style: { stroke: colour, lineWidth: 1.2, opacity: 0.65, ...(lineDash && { lineDash }) },
      });
      const cap = (y: number) => line(x - CAP, y, x + CAP, y, null);
      return {
        type: "group",
        children: [
          line(x, low, x, high, dash),
          ...(row.low === null ? [] : [cap(low)]),
          ...(row.high === null || row.high > edge.top ? [] : [cap(high)]),
        ],
      };
    },
  };
}
