/**
 * Whether somebody has looked without a pause: a device that slept trusts nothing it knew before.
 *
 * Two clocks are read, because a sleeping device stops the monotonic one in some browsers, and people set the other.
 */

export interface Pause {
  /** How long nobody looked, by whichever clock ran on. */
  ms: number;
  /** True when the two clocks disagree about it: a sleep, or a clock that was set. */
  isOdd: boolean;
  /** True when the device's clock was set back: then neither clock tells how long the pause was. */
  isUnknown: boolean;
}

const ODD_MS = 1_000;

export class Awake {
  private lookedAt: number;
  private wallAt: number;

  constructor(
    private readonly monotonic: () => number,
    private readonly wall: () => number,
  ) {
    this.lookedAt = monotonic();
    this.wallAt = wall();
  }

  /** Look, and tell of the pause since the last look. */
  look(): Pause {
    const [passed, byTheWall] = [this.monotonic() - this.lookedAt, this.wall() - this.wallAt];
    this.lookedAt += passed;
    this.wallAt += byTheWall;
    const ahead = byTheWall - passed;
    return { ms: Math.max(passed, byTheWall), isOdd: Math.abs(ahead) > ODD_MS, isUnknown: ahead < -ODD_MS };
  }
}
