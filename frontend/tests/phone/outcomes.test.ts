import { expect, it } from "vitest";
import { DECLINE_REASONS, needsReason, outcomesOf, RELEASE_REASONS } from "@/phone/rules/outcomes";
import en from "@/words/en";
import zh from "@/words/zh-CN";

it("asks for a reason where the service would refuse without one", () => {
  expect(outcomesOf("emergency").filter(needsReason)).toEqual(["false_alarm", "no_answer"]);
  expect(needsReason(null)).toBe(false);
});

it("offers a repaired unit as the end of an equipment task, and of nothing else", () => {
  expect(outcomesOf("technical")).toContain("restored");
  expect(outcomesOf("assistance")).not.toContain("restored");
});

it("has words in both languages for every outcome and every reason", () => {
  for (const words of [zh, en]) {
    for (const outcome of [...outcomesOf("emergency"), ...outcomesOf("technical")]) {
      expect(words.outcome[outcome]).toBeTruthy();
    }
    for (const reason of [...DECLINE_REASONS, ...RELEASE_REASONS]) expect(words.reason[reason]).toBeTruthy();
  }
});
