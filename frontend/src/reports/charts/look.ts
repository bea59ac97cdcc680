/** What every chart has in common: the colours of the tokens, the type, quiet axes, tooltips without HTML. */

import type { EChartsOption, TooltipComponentOption } from "echarts";

export interface Palette {
  ink: string;
  quiet: string;
  line: string;
  paper: string;
  main: string;
  second: string;
  ok: string;
  late: string;
  emergency: string;
  font: string;
}

/** Read from the page, so that charts follow tokens.css like everything else. */
export function palette(): Palette {
  const style = getComputedStyle(document.documentElement);
  const token = (name: string) => style.getPropertyValue(`--${name}`).trim();
  return {
    ink: token("ink"),
    quiet: token("ink-2"),
    line: token("line"),
    paper: token("paper"),
    main: token("assistance"),
    second: token("welfare"),
    ok: token("ok"),
    late: token("late"),
    emergency: token("emergency"),
    font: token("font"),
  };
}

/** `part` of a colour over another, both #rrggbb or #rgb: a tint that is still there on paper. */
export function tint(colour: string, over: string, part: number): string {
  const channel = (hex: string, at: number) =>
    hex.length === 4 ? parseInt(hex.charAt(1 + at).repeat(2), 16) : parseInt(hex.slice(1 + at * 2, 3 + at * 2), 16);
  const mixed = [0, 1, 2].map((at) => Math.round(channel(colour, at) * part + channel(over, at) * (1 - part)));
  return `#${mixed.map((value) => value.toString(16).padStart(2, "0")).join("")}`;
}

export function frame(p: Palette): EChartsOption {
  return {
    animation: false,
    textStyle: { fontFamily: p.font, color: p.ink, fontSize: 12 },
    // The label is ours (aria-label and a table beside the chart); the library adds patterns to tell bars apart.
    aria: { enabled: true, label: { enabled: false } },
  };
}

/** HTML tooltips would need inline styles, which the content policy refuses. */
export const tooltips = (p: Palette): TooltipComponentOption => ({
  renderMode: "richText",
  confine: true,
  backgroundColor: p.paper,
  borderColor: p.line,
  textStyle: { color: p.ink, fontFamily: p.font, fontSize: 13 },
});

export const categories = (p: Palette) => ({
  type: "category" as const,
  axisLine: { lineStyle: { color: p.quiet } },
  axisTick: { show: false },
  axisLabel: { color: p.quiet, hideOverlap: true },
});

export const amounts = (p: Palette) => ({
  type: "value" as const,
  axisLabel: { color: p.quiet },
  splitLine: { lineStyle: { color: p.line } },
});

export const legend = (p: Palette) => ({
  top: 0,
  left: 0,
  itemGap: 16,
  textStyle: { color: p.quiet, fontFamily: p.font },
});
