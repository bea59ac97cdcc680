/** The charting library, only the parts that are drawn with; a chunk of its own, read when a chart first comes up. */

import type { EChartsOption } from "echarts";
import { BarChart, CustomChart, HeatmapChart, LineChart } from "echarts/charts";
import {
  AriaComponent,
  GridComponent,
  LegendComponent,
  MarkLineComponent,
  TooltipComponent,
  VisualMapPiecewiseComponent,
} from "echarts/components";
import { init, use, type ECharts } from "echarts/core";
import { CanvasRenderer } from "echarts/renderers";

use([
  AriaComponent,
  BarChart,
  CanvasRenderer,
  CustomChart,
  GridComponent,
  HeatmapChart,
  LegendComponent,
  LineChart,
  MarkLineComponent,
  TooltipComponent,
  VisualMapPiecewiseComponent,
]);

/** Twice the dots of a plain screen: sharp on paper, too. */
const DENSITY = 2;
/** What an A4 page has room for between its margins. */
const PAPER_WIDTH = 690;

export const begin = (place: HTMLElement): ECharts =>
  init(place, null, { renderer: "canvas", devicePixelRatio: Math.max(DENSITY, devicePixelRatio) });

/** A heat map is painted slice by slice; emptied first, no slice is left that would miss its canvas. */
export function end(chart: ECharts): void {
  chart.clear();
  chart.getZr().flush();
  chart.dispose();
}

/** The same chart as a picture for the printer, as a data address. */
export function onPaper(option: EChartsOption, height: number): string {
  // Denser than the chart itself: only then is the picture painted whole and at once.
  const chart = init(document.createElement("div"), null, { width: PAPER_WIDTH, height, devicePixelRatio: 1 });
  chart.setOption(option);
  const picture = chart.getDataURL({ type: "png", pixelRatio: DENSITY, backgroundColor: "#ffffff" });
  end(chart);
  return picture;
}
