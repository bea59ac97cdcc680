/** Figures are written so that they flatter nobody. */

import { describe, expect, it } from "vitest";
import {
  axisFloor,
  axisTop,
  duration,
  interval,
  percentile,
  promised,
  share,
  shareInterval,
  timeStep,
} from "@/reports/figures";
import { stretch } from "@/reports/stretch";

const UNITS = {
  second: "秒",
  minute: "分",
  minutes: "分钟",
  hour: "小时",
  day: "天",
  unproven: "不能证明",
  beyond: "未到",
  none: "–",
};
const plain = (text: string): string => text.replaceAll("\u00a0", " ");
const written = (seconds: number): string => plain(duration(seconds, UNITS));

describe("a duration", () => {
  it.each([
    [0, "0 秒"],
    [4.3, "4.3 秒"],
    [59.9, "59.9 秒"],
    [60, "1 分"],
    [500, "8 分 20 秒"],
    [3600, "1 小时"],
    [3900, "1 小时 5 分"],
    [183_600, "2 天 3 小时"],
  ])("of %s s is written in the units people use", (seconds, text) => {
    expect(written(seconds)).toBe(text);
  });

  it.each([
    [59.91, "60 秒"],
    [60.2, "1 分 1 秒"],
    [3600.5, "1 小时 1 分"],
    [86_401, "1 天 1 小时"],
  ])("of %s s never reads as if it had kept the limit below", (seconds, text) => {
    expect(written(seconds)).toBe(text);
  });

  it("keeps its number and its unit on one line", () => {
    expect(duration(500, UNITS)).not.toContain(" ");
  });
});

describe("a promise", () => {
  it.each([
    [60, "60 秒"],
    [180, "180 秒"],
    [900, "15 分钟"],
    [3600, "60 分钟"],
    [450.5, "450.5 秒"],
  ])("of %s s is written in the unit it was made in", (seconds, text) => {
    expect(plain(promised(seconds, UNITS))).toBe(text);
  });
});

describe("a share", () => {
  it.each([
    [1, "100%"],
    [0.9999, "99.9%"],
    [0.97499, "97.4%"],
    [0.975, "97.5%"],
    [0.29, "29%"],
    [0, "0%"],
  ])("of %s is cut, never rounded up to a target", (part, text) => {
    expect(share(part)).toBe(text);
  });

  it("has an interval that is widened to what is shown", () => {
    expect(shareInterval(0.85199, 0.9941)).toBe("85.1–99.5%");
    expect(shareInterval(0, 1)).toBe("0–100%");
  });
});

describe("a percentile", () => {
  it("of no calls is a dash", () => {
    expect(percentile({ value: null, low: null, high: null }, 0, UNITS)).toBe("–");
  });

  it("beyond everything that ended says so", () => {
    expect(percentile({ value: null, low: 12, high: null }, 5, UNITS)).toBe("未到");
  });
});

describe("an interval of seconds", () => {
  it.each([
    [11, 20, "11–20 秒"],
    [58, 62, "58 秒 – 1 分 2 秒"],
    [12, null, "12 秒 – 不能证明"],
    [null, 12, "不能证明 – 12 秒"],
    [null, null, "不能证明"],
    [5, 5, "5 秒"],
  ])("from %s to %s admits what the calls cannot prove", (low, high, text) => {
    expect(plain(interval({ low, high }, UNITS))).toBe(text);
  });
});

describe("an axis", () => {
  it("has marks that a clock would have", () => {
    expect(timeStep(75)).toBe(15);
    expect(timeStep(3000)).toBe(600);
    expect(timeStep(1_000_000)).toBe(172_800);
  });

  it("shows a limit that is near and lets a wild interval run off the edge", () => {
    expect(axisTop([14, 32], [35], [60, 180])).toBe(40);
    expect(axisTop([14, 40], [45], [60, 180])).toBe(75);
    expect(axisTop([14, 32], [9000], [])).toBe(75);
  });

  it("of shares begins at 80 % or below the lowest", () => {
    expect(axisFloor([0.97, 0.99])).toBe(0.8);
    expect(axisFloor([0.97, 0.64])).toBe(0.6);
    expect(axisFloor([])).toBe(0.8);
  });
});

describe("a stretch of time", () => {
  it.each([
    [0, 5, "0–5 秒"],
    [45, 60, "45–60 秒"],
    [60, 90, "1–1.5 分"],
    [5400, 7200, "90–120 分"],
    [600, null, "> 10 分"],
  ])("from %s to %s has a short name", (from_seconds, to_seconds, text) => {
    expect(stretch({ from_seconds, to_seconds }, { second: "秒", minute: "分" })).toBe(text);
  });
});
