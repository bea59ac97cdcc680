import { expect, it } from "vitest";
import { percentAbove, percentBelow, wholeSeconds } from "@/board/figures/rounding";

it("rounds a wait up and a share down", () => {
  expect([0, 0.2, 59.1, 60].map(wholeSeconds)).toEqual([0, 1, 60, 60]);
  expect([0.97499, 0.9996, 1, 0.975, 0].map(percentBelow)).toEqual(["97.4", "99.9", "100.0", "97.5", "0.0"]);
});

it("never makes an interval narrower", () => {
  expect([0.99511, 0.995, 1].map(percentAbove)).toEqual(["99.6", "99.5", "100.0"]);
});
