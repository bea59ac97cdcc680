/** Colours on a canvas have no style sheet to help them. */

import { expect, it } from "vitest";
import { tint } from "@/reports/charts/look";

it.each([
  ["#1f5fbf", "#ffffff", "#8fafdf"],
  ["#1f5fbf", "#fff", "#8fafdf"],
  ["#000", "#ffffff", "#808080"],
])("half of %s over %s is a tint, however short the build has written it", (colour, over, mixed) => {
  expect(tint(colour, over, 0.5)).toBe(mixed);
});
