/** The charting library, only the parts that are drawn with; a chunk of its own, read when a chart first comes up. */

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

/** Twice the dots of a plain screen, so that the same picture is sharp on paper. */
const DENSITY = 2;

export const begin = (place: HTMLElement): ECharts =>
  init(place, null, { renderer: "canvas", devicePixelRatio: Math.max(DENSITY, devicePixelRatio) });
