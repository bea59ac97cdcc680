import { expect, test } from "vitest";
import { aLink, aLiveLink, pass, resumes } from "./a-link";
import { anEvent, snapshot, welcome } from "./written";

test("a ping is sent every ten seconds, on a hidden page every twenty", () => {
  const { world } = aLiveLink();
  pass(world, 20, 100);
  expect(world.line.of("ping")).toHaveLength(3);

  world.isHidden = true;
  pass(world, 40, 100);

  expect(world.line.of("ping")).toHaveLength(5);
});

test("a page whose timers are slowed down pings all the same, whenever it hears something", () => {
  const { world } = aLiveLink();
  for (let i = 0; i < 10; i += 1) {
    world.monotonicMs += 1_000;
    world.wallMs += 1_000;
    world.line.places(100);
  }

  expect(world.line.of("ping")).toHaveLength(2);
  expect(world.lines).toHaveLength(1);
});

test("a silent line is given up before sixteen seconds have passed", () => {
  const { world, heard } = aLiveLink();
  world.pass(15_000);
  expect(world.lines).toHaveLength(1);

  world.pass(1_000);

  expect(world.lines).toHaveLength(2);
  expect(heard.statuses.at(-1)).toEqual({ is: "connecting", reason: "silent" });
});

test("an attempt that never opens is given up too", () => {
  const { world, link } = aLink();
  link.start();

  world.pass(16_000);

  expect(world.lines.length).toBeGreaterThan(1);
});

test("a device that slept begins another line at once", () => {
  const { world, heard } = aLiveLink();

  world.sleep(30_000);

  expect(heard.statuses.at(-1)).toEqual({ is: "connecting", reason: "slept" });
});

test("a device whose monotonic clock stops in its sleep is found out by the other", () => {
  const { world, heard } = aLiveLink();
  world.wallMs += 8 * 3_600_000;

  world.pass(1_000);

  expect(heard.statuses.at(-1)).toEqual({ is: "connecting", reason: "slept" });
});

test("a frame that lay about while the device slept is not read", () => {
  const { world, heard } = aLiveLink();
  world.monotonicMs += 30_000;

  world.line.tells(anEvent(101));

  expect(heard.events).toEqual([]);
  expect(world.lines).toHaveLength(2);
});

test("the age of the screen counts positions and fresh events, never pongs, welcomes or snapshots", () => {
  const { world, link } = aLink();
  link.start();
  world.line.opens();
  world.line.says(welcome(100), snapshot(100));
  world.line.pongs(world.wallMs);
  expect(link.ageSeconds).toBeNull();

  world.line.places(100);
  expect(link.ageSeconds).toBe(0);
  world.pass(2_000);
  world.line.says({ type: "pong", sent: world.wallMs, now: "2026-11-22T04:00:00Z" });
  expect(link.ageSeconds).toBe(2);
  world.line.tells(anEvent(101));
  expect(link.ageSeconds).toBe(0);
});

test("what the service remembered is no proof that its feed runs", () => {
  const { world, link } = aLiveLink();
  world.pass(1_000);
  world.line.ends(1006);
  world.pass(500);
  resumes(world, 102);

  world.line.tells(anEvent(101));
  world.line.tells(anEvent(102));

  expect(link.ageSeconds).toBe(1.5);
});

test("after a pause, what had piled up proves nothing before a new round trip", () => {
  const { world, link } = aLiveLink();
  world.sleep(8_000);
  world.line.places(100);
  expect(link.ageSeconds).toBe(8);

  world.line.pongs(world.wallMs);
  world.line.places(100);

  expect(link.ageSeconds).toBe(0);
});

test("after the line was quiet, what had piled up proves nothing either", () => {
  const { world, link } = aLiveLink();
  world.pass(6_000);
  world.line.places(100);
  expect(link.ageSeconds).toBe(6);

  world.line.pongs(world.wallMs);
  world.line.places(100);

  expect(link.ageSeconds).toBe(0);
});

test("an old answer proves nothing, though the device's clock was set back in between", () => {
  const { world, link } = aLiveLink();
  pass(world, 10, 100);
  const sent = Math.max(...world.line.of("ping").map((ping) => (ping.type === "ping" ? ping.sent : 0)));
  world.wallMs -= 3_600_000;
  world.pass(1_000);

  world.line.says({ type: "pong", sent, now: "2026-11-22T04:00:00Z" });
  world.line.places(100);

  expect(link.ageSeconds).toBeNull();
});

test("a line that does not answer after a pause is given up soon", () => {
  const { world } = aLiveLink();
  world.sleep(8_000);
  world.line.places(100);

  world.pass(5_000);

  expect(world.lines).toHaveLength(2);
});

test("when the device's clock was set back, nobody knows how old the screen is until the feed is heard", () => {
  const { world, link } = aLiveLink();
  world.wallMs -= 3_600_000;
  world.pass(1_000);
  expect(link.ageSeconds).toBeNull();

  world.line.pongs(world.wallMs);
  world.line.places(100);

  expect(link.ageSeconds).toBe(0);
});

test("half of a slow round trip counts as age", () => {
  const { world, link } = aLiveLink();
  pass(world, 9, 100);
  world.pass(1_000);
  world.line.places(100);
  world.pass(2_000);
  world.line.pongs(world.wallMs);

  world.line.places(100);

  expect(link.ageSeconds).toBe(1);
});

test("when the network is back nobody waits any longer", () => {
  const { world, link } = aLiveLink();
  world.chance = 1;
  world.line.ends(1006);

  link.wake();

  expect(world.lines).toHaveLength(2);
});

test("who looks at a quiet screen does not wait for the whole silence", () => {
  const { world, link } = aLiveLink();
  world.pass(5_000);

  link.wake();

  expect(world.lines).toHaveLength(2);
});

test("who looks at a good screen leaves it alone", () => {
  const { world, link } = aLiveLink();
  pass(world, 3, 100);

  link.wake();

  expect(world.lines).toHaveLength(1);
});
