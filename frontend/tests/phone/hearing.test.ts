import { expect, it } from "vitest";
import { lineNews, whyDeaf } from "@/phone/rules/hearing";
import { BUZZES, ROUND_SECONDS, samples, type Tone } from "@/phone/rules/tones";

const well = { audio: "running", notifications: "granted", isHidden: false } as const;
const TONES: readonly Tone[] = ["emergency", "assistance", "trial"];

it("rings when sound runs, in front without a notification's help", () => {
  expect(whyDeaf(well)).toBeNull();
  expect(whyDeaf({ ...well, notifications: "denied" })).toBeNull();
});

it("says which part of the sound fails", () => {
  expect(whyDeaf({ ...well, audio: "blocked" })).toBe("sound_blocked");
  expect(whyDeaf({ ...well, audio: "stuck" })).toBe("sound_stuck");
  expect(whyDeaf({ ...well, audio: "missing" })).toBe("sound_missing");
});

it("cannot be relied on in the background without permission to notify", () => {
  expect(whyDeaf({ ...well, isHidden: true })).toBeNull();
  expect(whyDeaf({ ...well, isHidden: true, notifications: "denied" })).toBe("hidden_unnotified");
  expect(whyDeaf({ ...well, isHidden: true, notifications: "default" })).toBe("hidden_unnotified");
});

it("is silent about a line that is live and has nothing to send", () => {
  expect(lineNews({ isLive: true, waiting: 0, isOnDuty: true })).toBeNull();
});

it("says that deeds are not in effect, live or not", () => {
  expect(lineNews({ isLive: true, waiting: 1, isOnDuty: true })?.text).toBe("sending");
  expect(lineNews({ isLive: false, waiting: 2, isOnDuty: true })?.text).toBe("offline_waiting");
});

it("never lets somebody on duty believe that offers could arrive while they cannot", () => {
  expect(lineNews({ isLive: false, waiting: 0, isOnDuty: true })?.text).toBe("offline_deaf");
  expect(lineNews({ isLive: false, waiting: 0, isOnDuty: false })?.text).toBe("offline");
});

it("plays tones that neither clip nor click where the loop begins again", () => {
  for (const tone of TONES) {
    const round = samples(tone, 8_000);
    expect(round.length).toBe(ROUND_SECONDS[tone] * 8_000);
    expect(Math.max(...round.map(Math.abs))).toBeLessThanOrEqual(1);
    expect(Math.abs(round[0] ?? 1)).toBeLessThan(0.01);
    expect(Math.abs(round.at(-1) ?? 1)).toBeLessThan(0.01);
  }
});

it("gives an emergency more sound than anything else, and no rest", () => {
  const loudness = (tone: Tone) => Math.hypot(...samples(tone, 8_000)) / Math.sqrt(ROUND_SECONDS[tone]);
  expect(loudness("emergency")).toBeGreaterThan(2 * loudness("assistance"));
  const longestRest = (tone: Tone) =>
    samples(tone, 8_000).reduce<[number, number]>(
      ([most, now], x) => (Math.abs(x) < 0.02 ? [Math.max(most, now + 1), now + 1] : [most, 0]),
      [0, 0],
    )[0];
  expect(longestRest("emergency") / 8_000).toBeLessThan(0.05);
  expect(longestRest("assistance") / 8_000).toBeGreaterThan(0.5);
});

it("buzzes in step with what it plays", () => {
  for (const tone of ["emergency", "assistance"] as const) {
    expect(BUZZES[tone].reduce((sum, ms) => sum + ms)).toBe(ROUND_SECONDS[tone] * 1_000);
  }
});
