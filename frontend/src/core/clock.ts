/** The server's clock as this device can know it: countdowns follow it, the device's own clock is evidence only. */

const REMEMBERED = 8;
/** A line that takes longer has been given up by then: the clock was set meanwhile. */
const LONGEST_ROUND_TRIP_MS = 15_000;

interface Sample {
  roundTripMs: number;
  offsetMs: number;
}

/** Milliseconds since the epoch by the server; the offset is that of the quickest of the last eight round trips. */
export class ServerClock {
  private samples: Sample[] = [];
  private greeting: number | null = null;

  constructor(private readonly wall: () => number) {}

  get offsetMs(): number {
    const best = this.samples.reduce<Sample | null>(
      (least, one) => (least === null || one.roundTripMs < least.roundTripMs ? one : least),
      null,
    );
    return best?.offsetMs ?? this.greeting ?? 0;
  }

  now(): number {
    return this.wall() + this.offsetMs;
  }

  /** This device's own clock. */
  wallNow(): number {
    return this.wall();
  }

  /** A first guess from a message whose way here is unknown; a round trip replaces it. */
  greet(serverNow: string): void {
    const told = Date.parse(serverNow);
    if (!Number.isNaN(told)) this.greeting = told - this.wall();
  }

  /** A question sent at `sent` (our wall clock) was answered with the server's time just now. */
  roundTrip(sent: number, serverNow: string): void {
    const [received, told] = [this.wall(), Date.parse(serverNow)];
    const roundTripMs = received - sent;
    if (!(roundTripMs >= 0 && roundTripMs <= LONGEST_ROUND_TRIP_MS) || Number.isNaN(told)) return;
    this.samples = [...this.samples, { roundTripMs, offsetMs: told - (sent + received) / 2 }].slice(-REMEMBERED);
  }

  /** The device slept or its clock was set: what was measured before is worth nothing. */
  forget(): void {
    this.samples = [];
  }
}
