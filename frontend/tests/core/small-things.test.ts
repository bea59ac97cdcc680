import { expect, test } from "vitest";
import { Awake } from "@/core/awake";
import { Backoff } from "@/core/backoff";
import { newKey } from "@/core/keys";
import { within, TookTooLong } from "@/core/within";
import { World } from "./hand-wound";

test("each wait may be twice as long as the one before, up to a limit", () => {
  const backoff = new Backoff(500, 3_000, () => 1);

  expect([1, 2, 3, 4, 5].map(() => backoff.next())).toEqual([500, 1_000, 2_000, 3_000, 3_000]);
});

test("a wait is anywhere in its span, so that a thousand screens do not come back at once", () => {
  const [least, half] = [new Backoff(500, 3_000, () => 0), new Backoff(500, 3_000, () => 0.5)];

  expect([least.next(), half.next()]).toEqual([0, 250]);
});

test("the service may say when to come back", () => {
  const backoff = new Backoff(500, 3_000, () => 0.5);

  expect([backoff.next([2_000, 4_000]), backoff.next([100, 100])]).toEqual([3_000, 100]);
});

test("after success the waits are short again", () => {
  const backoff = new Backoff(500, 3_000, () => 1);
  backoff.next();
  backoff.next();

  backoff.rest();

  expect([backoff.isFresh, backoff.next()]).toEqual([true, 500]);
});

test("keys are UUIDs of version 7 that sort by their moment and are never the same", () => {
  const moments = [1, 4_294_967_296, 1_763_800_000_000, 1_763_800_000_001];
  const keys = moments.map((ms) => newKey(ms));

  for (const key of keys) expect(key).toMatch(/^[\da-f]{8}-[\da-f]{4}-7[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/);
  expect([...keys].sort()).toEqual(keys);
  expect(Number.parseInt(keys[2]?.slice(0, 13).replace("-", "") ?? "", 16)).toBe(1_763_800_000_000);
  expect(new Set(Array.from({ length: 1_000 }, () => newKey(5))).size).toBe(1_000);
});

test("a promise that is not kept in time is given up", async () => {
  const world = new World();
  const limited = within(2_000, (ms, then) => world.surroundings.after(ms, then), new Promise(() => undefined));

  world.pass(2_000);

  await expect(limited).rejects.toThrow(TookTooLong);
});

test("a pause is as long as the clock that ran on says", () => {
  const world = new World();
  const awake = new Awake(
    () => world.monotonicMs,
    () => world.wallMs,
  );
  world.pass(1_000);
  expect(awake.look()).toEqual({ ms: 1_000, isOdd: false, isUnknown: false });

  world.wallMs += 60_000;

  expect(awake.look()).toEqual({ ms: 60_000, isOdd: true, isUnknown: false });
});

test("when the device's clock was set back nobody knows how long the pause was", () => {
  const world = new World();
  const awake = new Awake(
    () => world.monotonicMs,
    () => world.wallMs,
  );
  world.pass(1_000);
  world.wallMs -= 3_600_000;

  expect(awake.look()).toEqual({ ms: 1_000, isOdd: true, isUnknown: true });
});
