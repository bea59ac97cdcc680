import { expect, test } from "vitest";
import { ServerClock } from "@/core/clock";

const SERVER = Date.parse("2026-11-22T10:15:00Z");
const DAY = 86_400_000;

/** A device whose clock is off by `off`, and the server's time as text. */
function aDevice(off: number) {
  let passed = 0;
  return {
    clock: new ServerClock(() => SERVER + off + passed),
    pass: (ms: number) => (passed += ms),
    setClock: (by: number) => (off += by),
    server: (ms = 0) => new Date(SERVER + passed + ms).toISOString(),
    get serverMs() {
      return SERVER + passed;
    },
  };
}

/** Ask, wait `there` milliseconds, be answered, wait `back` milliseconds. */
function asks(device: ReturnType<typeof aDevice>, there: number, back: number): void {
  const sent = device.clock.wallNow();
  device.pass(there);
  const told = device.server();
  device.pass(back);
  device.clock.roundTrip(sent, told);
}

test.each([-3 * DAY, -DAY, 0, DAY, 7 * DAY])("a countdown is right on a device whose clock is off by %i ms", (off) => {
  const device = aDevice(off);
  asks(device, 20, 20);
  const expiresAt = device.serverMs + 60_000;

  device.pass(47_000);

  expect(expiresAt - device.clock.now()).toBe(13_000);
});

test("the quickest of the last eight round trips is believed", () => {
  const device = aDevice(DAY);
  asks(device, 10, 10);
  for (let i = 0; i < 7; i += 1) asks(device, 900, 100);
  expect(device.clock.offsetMs).toBe(-DAY);

  asks(device, 900, 100);

  expect(device.clock.offsetMs).toBe(-DAY + 400);
});

test("the greeting is a first guess until a round trip is known", () => {
  const device = aDevice(-DAY);
  const told = device.server();
  device.pass(300);
  device.clock.greet(told);
  expect(device.clock.now()).toBe(device.serverMs - 300);

  asks(device, 10, 10);

  expect(device.clock.now()).toBe(device.serverMs);
});

test("a clock that was set between question and answer teaches nothing", () => {
  const device = aDevice(0);
  asks(device, 10, 10);
  const sent = device.clock.wallNow();
  device.setClock(-3_600_000);
  device.clock.roundTrip(sent, device.server());
  device.setClock(7_200_000);
  device.clock.roundTrip(sent, device.server());
  device.setClock(-3_600_000);

  expect(device.clock.offsetMs).toBe(0);
});

test("after the clock was set the old round trips are forgotten", () => {
  const device = aDevice(0);
  asks(device, 1, 1);
  device.setClock(DAY);

  device.clock.forget();
  asks(device, 200, 200);

  expect(device.clock.now()).toBe(device.serverMs);
});

test("a moment that cannot be read changes nothing", () => {
  const device = aDevice(0);

  device.clock.greet("soon");
  device.clock.roundTrip(device.clock.wallNow(), "later");

  expect(device.clock.offsetMs).toBe(0);
});
