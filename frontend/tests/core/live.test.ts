import { expect, test } from "vitest";
import { aLink, aLiveLink, joins, pass, resumes } from "./a-link";
import { anEvent, snapshot, welcome } from "./written";

test("the first hello asks for a picture, every later one for what was missed", () => {
  const { world } = aLiveLink();
  expect(world.line.sent[0]).toEqual({ type: "hello" });
  world.line.tells(anEvent(101));

  world.line.ends(1006);
  world.pass(500);
  world.line.opens();

  expect(world.line.sent[0]).toEqual({ type: "hello", resume: { epoch: "e1", seq: 101 } });
});

test("a hole in the numbers is never passed over: a new line resumes from before it", () => {
  const { world, heard } = aLiveLink();
  world.line.says(anEvent(101, 1, { n: 3 }));

  expect(heard.events).toEqual([]);
  expect(world.lines).toHaveLength(2);
  world.line.opens();
  expect(world.line.sent[0]).toEqual({ type: "hello", resume: { epoch: "e1", seq: 100 } });
});

test("an offer is confirmed at once, other news once a second", () => {
  const { world, heard } = aLiveLink();
  world.pass(1_000);
  heard.urgent = 103;
  const before = world.line.of("ack").length;

  world.line.tells(anEvent(101));
  world.line.tells(anEvent(102));
  world.line.tells(anEvent(103));
  world.line.tells(anEvent(104));
  expect(world.line.of("ack").slice(before)).toEqual([
    { type: "ack", seq: 101 },
    { type: "ack", seq: 103 },
  ]);

  world.pass(1_000);
  expect(world.line.of("ack").at(-1)).toEqual({ type: "ack", seq: 104 });
});

test("each new line confirms anew, because the word on the old one may have been lost", () => {
  const { world } = aLiveLink();
  world.line.ends(1006);
  world.pass(500);

  resumes(world, 100);

  expect(world.line.of("ack")).toEqual([{ type: "ack", seq: 100 }]);
});

test("an event that does not fit leads to a fresh picture, not to a guess", () => {
  const { world, heard } = aLiveLink();
  heard.breaksAt = 101;

  world.line.tells(anEvent(101));
  world.line.opens();

  expect(world.line.sent[0]).toEqual({ type: "hello" });
  world.line.says(welcome(90), snapshot(90));
  expect(heard.snapshots.at(-1)).toEqual([90, "e1"]);
});

test("a frame that cannot be read leads to a fresh picture too", () => {
  const { world } = aLiveLink();

  world.line.mumbles("{");
  world.line.opens();

  expect(world.line.sent[0]).toEqual({ type: "hello" });
});

test("a screen that breaks on every picture is not sent one after the other without a pause", () => {
  const { world, heard } = aLiveLink();
  heard.breaksAt = 101;
  world.chance = 1;
  for (let i = 0; i < 50; i += 1) {
    if (world.line.isClosed) world.pass(100);
    else {
      joins(world, 100);
      world.line.tells(anEvent(101));
    }
  }

  expect(world.lines.length).toBeLessThan(6);
});

test("a process that lags behind the one we left does not take us back", () => {
  const { world, heard } = aLiveLink(100);
  world.line.ends(1006);
  world.pass(500);
  world.line.opens();

  world.line.says(welcome(95), snapshot(95));
  world.line.tells(anEvent(96));
  world.line.tells(anEvent(100));
  world.line.tells(anEvent(101));

  expect(heard.snapshots).toEqual([[100, "e1"]]);
  expect(heard.events).toEqual([101]);
});

test("another database is never taken for the one before", () => {
  const { world, heard } = aLiveLink(100);
  world.line.ends(1006);
  world.pass(500);

  joins(world, 40, "e2");
  world.line.ends(1006);
  world.pass(500);
  world.line.opens();

  expect(heard.snapshots).toEqual([
    [100, "e1"],
    [40, "e2"],
  ]);
  expect(world.line.sent[0]).toEqual({ type: "hello", resume: { epoch: "e2", seq: 40 } });
});

test.each([
  [4401, "signed_out"],
  [4403, "not_allowed"],
  [4410, "replaced"],
])("close code %i ends the line until somebody acts: %s", (code, reason) => {
  const { world, heard } = aLiveLink();

  world.line.ends(code);
  world.pass(60_000);

  expect(heard.statuses.at(-1)).toEqual({ is: "ended", reason });
  expect(world.lines).toHaveLength(1);
});

test.each([
  [1006, "no_network", true],
  [1012, "restart", true],
  [1013, "restart", true],
  [4408, "slow", true],
  [4409, "resync", false],
  [4400, "resync", false],
])("after close code %i the line comes back: %s", (code, reason, resumed) => {
  const { world, heard } = aLiveLink();

  world.line.ends(code);
  expect(heard.statuses.at(-1)).toEqual({ is: "waiting", reason });
  world.pass(10_000);
  world.line.opens();

  const resume = resumed ? { resume: { epoch: "e1", seq: 100 } } : {};
  expect(world.lines[1]?.sent[0]).toEqual({ type: "hello", ...resume });
});

test("a restart says when to come back, and that is when the line comes back", () => {
  const { world } = aLiveLink();
  world.chance = 0.5;
  world.line.says({ type: "bye", reason: "restart", retry_in: [2_000, 4_000] });
  world.line.ends(1012);

  world.pass(2_999);
  expect(world.lines).toHaveLength(1);
  world.pass(1);

  expect(world.lines).toHaveLength(2);
});

test("each vain attempt waits longer, and a line that lived for a while begins anew", () => {
  const { world, link } = aLink();
  world.chance = 1;
  link.start();
  const waits = [500, 1_000, 2_000].map((ms) => {
    const before = world.lines.length;
    world.line.ends(1006);
    world.pass(ms - 1);
    expect(world.lines).toHaveLength(before);
    world.pass(1);
    return world.lines.length - before;
  });
  expect(waits).toEqual([1, 1, 1]);
  joins(world, 100);
  pass(world, 4, 100);

  world.line.ends(1006);
  world.pass(500);

  expect(world.lines).toHaveLength(5);
});

test("nothing is heard from a line that was left", () => {
  const { world, heard } = aLiveLink();
  const left = world.line;
  world.pass(16_000);

  left.tells(anEvent(101));
  left.ends(4401);

  expect(heard.events).toEqual([]);
  expect(heard.statuses.at(-1)?.is).toBe("connecting");
});

test("an ended line stays quiet, and a new start asks for a picture", () => {
  const { world, link } = aLiveLink();
  link.stop();
  world.pass(60_000);
  link.wake();
  expect(world.lines).toHaveLength(1);
  expect(link.ageSeconds).toBeNull();

  link.start();
  world.line.opens();

  expect(world.line.sent[0]).toEqual({ type: "hello" });
});

test("that an offer was looked at is said only while the line is live", () => {
  const { world, link } = aLiveLink();
  link.seen("offer-1");
  world.line.ends(1006);

  link.seen("offer-2");

  expect(world.lines[0]?.of("seen")).toEqual([{ type: "seen", offer: "offer-1" }]);
});

test("several messages in one frame are taken in their order", () => {
  const { world, heard } = aLiveLink();

  world.line.says(anEvent(101, 1, { n: 2 }), anEvent(102, 2, { n: 3 }), { type: "position", n: 4, seq: 105 });

  expect([heard.events, heard.positions.at(-1)]).toEqual([[101, 102], 105]);
});
